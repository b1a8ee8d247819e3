/** The permission to make one request to a provider. */
export interface Permit {
  /** The provider is stopped: this request tests whether it works again, so it must be as small as possible. */
  readonly probe: boolean
  /** Time has passed since the permit was asked for, so there may be more messages to send. */
  readonly waited: boolean
}
