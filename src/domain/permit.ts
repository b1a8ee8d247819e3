/** The permission to make one request to a provider. */
export interface Permit {
  /** The provider is stopped: this request tests whether it works again, so it must be as small as possible. */
  readonly probe: boolean
  /** Time has passed since the permit was asked for, so there may be more messages to send. */
  readonly waited: boolean
}

/** The permission to make the next request of a channel, which may have two providers. */
export interface ChannelPermit extends Permit {
  /** The provider that gets the request. */
  readonly provider: string
  /** The most messages in the request. */
  readonly most: number
  /** Less urgent messages must wait. */
  readonly leastPriority: number
  /** Another provider works meanwhile, so a probe is made with the message that is least urgent. */
  readonly hasStandBy: boolean
  /** False once the request must go to the other provider. */
  readonly isCurrent: () => boolean
}
