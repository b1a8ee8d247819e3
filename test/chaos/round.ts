import type { Random } from '../simulation/random.ts'
import { emailCreated, smsCreated, userEvent } from '../support/clerk-events.ts'
import type { Providers } from '../support/providers.ts'
import { CRASH_POINTS, type Crash } from './crash.ts'
import { faultOf } from './email-faults.ts'
import { post, type Taken } from './post.ts'

/** The choices of one round, made in advance, so that its course does not change the next choices. */
export interface Plan {
  /** Which instance is killed. */
  readonly victim: number
  /** The point at which it kills itself; null if it is killed at a moment. */
  readonly crash: Crash | null
  /** When it is killed without a point, in milliseconds after the posts. */
  readonly moment: number
  /** The point at which it is killed again while it recovers; mostly null. */
  readonly relapse: Crash | null
}

export const MESSAGES_PER_ROUND = 6

export function planRound(random: Random, instances: number): Plan {
  const crash = () => ({ point: random.pick(CRASH_POINTS), occasion: 1 + random.below(2) })
  return {
    victim: random.below(instances),
    crash: random.chance(0.6) ? crash() : null,
    moment: 1 + random.below(400),
    relapse: random.chance(0.15) ? crash() : null,
  }
}

/** Plans faults for the next few emails. */
export function makeEmailTrouble(random: Random, { resend }: Providers): void {
  for (let left = random.below(4); left > 0; left--) {
    resend.faults.next(random.chance(0.6) ? faultOf(random) : null)
  }
}

/** Plans a fault for the next SMS, or none. */
export function makeSmsTrouble(random: Random, { twilio }: Providers): void {
  if (random.chance(0.4)) twilio.faults.next(faultOf(random))
}

let numbers = 0

/** Each for another recipient, so that a message that is sent twice also shows there. */
function eventOf(random: Random) {
  const kind = random.below(MESSAGES_PER_ROUND)
  if (kind < 3) return emailCreated()
  if (kind < 4) return userEvent('user.created')
  // Each in a range of its own.
  return smsCreated({ to_phone_number: `+1415${2_001_000 + (numbers++ % 799) * 10_000}` })
}

/** Posts some events at once, and some of them twice, as Svix or Clerk may do. */
export function postEvents(random: Random, urls: readonly string[]): Promise<Taken>[] {
  return Array.from({ length: MESSAGES_PER_ROUND }, () => eventOf(random)).flatMap((event) => {
    const svixId = `msg_${event.data.id}`
    const posts = [post(urls, random.below(urls.length), svixId, event)]
    if (random.chance(0.2)) posts.push(post(urls, random.below(urls.length), svixId, event))
    if (random.chance(0.2)) {
      posts.push(post(urls, random.below(urls.length), `${svixId}_again`, event))
    }
    return posts
  })
}
