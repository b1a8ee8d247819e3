export interface StartErrorOptions {
  readonly cause?: unknown
  /** A call in progress never returns, and would keep the process from ending. */
  readonly stuck?: boolean
}

/** Why Bellhop cannot start, if its operator can correct it: one sentence with the setting and the fix. */
export class StartError extends Error {
  override readonly name: string = 'StartError'
  readonly stuck: boolean

  constructor(sentence: string, { cause, stuck = false }: StartErrorOptions = {}) {
    super(sentence, { cause })
    this.stuck = stuck
  }
}
