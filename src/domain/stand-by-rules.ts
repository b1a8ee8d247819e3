import { URGENT_PRIORITY } from './priority.ts'

/** When a second provider takes over the messages of the first one. */
export interface StandByRules {
  /** How long the first one certainly takes nothing until codes and links go to the second one. */
  readonly codesAfterMs: number
  /** The same for other messages. */
  readonly othersAfterMs: number
  /** After how many answers in a row that leave a message in doubt. */
  readonly doubtfulAnswers: number
}

/** The cause of a stop: nothing can be handed over to the provider, and so it has taken nothing. */
export const UNREACHABLE = 'unreachable'

/** The cause of a stop: the provider may have taken messages, and does not say so. */
export const DOUBTFUL = 'doubtful_answers'

/**
 * The lowest priority that goes to the second provider while the first one is stopped. A provider that is
 * unreachable may soon be back, and only codes and links cannot wait for it long.
 */
export function leastPriorityOfStandBy(
  stop: { readonly cause: string; readonly since: Date },
  { codesAfterMs, othersAfterMs }: StandByRules,
  now: Date,
): number {
  if (stop.cause !== UNREACHABLE) return 0
  const unreachableMs = codesAfterMs + now.getTime() - stop.since.getTime()
  return unreachableMs >= othersAfterMs ? 0 : URGENT_PRIORITY
}
