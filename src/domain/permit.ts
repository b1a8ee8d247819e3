/** Leave to make one request to a provider. */
export interface Turn {
  /** Whether the request is to be the smallest one, since it is to find out whether anything gets through. */
  readonly probe: boolean
  /** Whether time went by before it was given, so that more may be there to be sent. */
  readonly waited: boolean
}
