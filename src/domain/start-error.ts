export interface StartErrorOptions {
  readonly cause?: unknown
  /** A call that never returns is under way, and would keep the process from ending. */
  readonly stuck?: boolean
}

/** Why we cannot start, where whoever starts us can put it right: one sentence with the setting and the fix. */
export class StartError extends Error {
  override readonly name: string = 'StartError'
  readonly stuck: boolean

  constructor(sentence: string, { cause, stuck = false }: StartErrorOptions = {}) {
    super(sentence, { cause })
    this.stuck = stuck
  }
}
