/** Where a process can be made to kill itself, in the order of a message's way. */
export const CRASH_POINTS = [
  'after-store',
  'after-look',
  'before-send',
  'after-answer',
  'before-settle',
] as const

export interface Crash {
  readonly point: (typeof CRASH_POINTS)[number]
  /** At the how-many-eth time that it comes by. */
  readonly occasion: number
}
