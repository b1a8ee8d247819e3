import { setTimeout as delay } from 'node:timers/promises'
import type { Clerk, SignedEvent } from './clerk.ts'

/** When Svix tries again after a failure, in milliseconds. More tries follow, after hours. */
const SCHEDULE_MS = [5_000, 5 * 60_000, 30 * 60_000]

/**
 * Nothing happens in the waits, so those of minutes are cut short. The provider's window of one second
 * is not: after 20 s it is as empty as after 5 min.
 */
const LONGEST_WAIT_MS = 20_000

/** Delivers an event as Svix does. Resolves with the tries that were made; gives up after `lifeMs`. */
export async function deliverAsSvix(
  clerk: Clerk,
  event: SignedEvent,
  lifeMs: number,
): Promise<number> {
  let age = 0
  for (let tries = 1; ; tries++) {
    if ((await clerk.post(event)) === 200) return tries
    const wait = SCHEDULE_MS[tries - 1]
    if (wait === undefined || age + wait > lifeMs) return tries
    age += wait
    await delay(Math.min(wait, LONGEST_WAIT_MS))
  }
}
