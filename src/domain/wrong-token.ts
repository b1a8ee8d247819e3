/** A token that was refused, for the log and the metrics. */
export interface WrongToken {
  readonly outcome: 'wrong_token' | 'too_many_tries'
  readonly by: 'form' | 'bearer' | 'cookie'
  /** Masked. */
  readonly address: string
}

/**
 * Counts a wrong token from this address. Resolves with the seconds to wait until another one counts,
 * or with 0 if this one counted.
 */
export type CountWrongToken = (address: string, by: WrongToken['by']) => Promise<number>
