import { emailCreated, userEvent } from '../../test/support/clerk-events.ts'
import { openProviders } from '../../test/support/providers.ts'
import { latencies, postCode } from '../support/arrivals.ts'
import { createClerk, sign } from '../support/clerk.ts'
import { count, seconds, spread } from '../support/figures.ts'
import { stream, until } from '../support/stream.ts'
import { openSystem, type System } from '../support/systems.ts'

const SIGN_UPS = 10_000
const SECONDS = 60
const PACE = 600
const PATIENCE_MS = 15_000

/** What a storm of sign-ups does to codes, and how many welcomes went out meanwhile. */
export interface Storm {
  readonly codes: string
  readonly welcomes: string
}

/** 10,000 `user.created` within a minute and one code a second; the provider takes 10 requests/s. */
export async function measureStorm(system: System): Promise<Storm> {
  await using providers = await openProviders({
    keepContents: false,
    rateLimit: { limit: 10, windowMs: 1_000 },
  })
  await using service = await openSystem(system, {
    ...providers.env,
    WELCOME_PACE: `${PACE}`,
  })
  // Codes have connections of their own, as in reality nobody waits for the storm to post them.
  using clerk = createClerk(service.url)
  using other = createClerk(service.url)
  const { accepted } = providers.resend
  // The first message loads the templates and tells the provider's limit.
  await clerk.deliver(sign(emailCreated()))
  await until(() => accepted.length === 1, PATIENCE_MS)

  const sentAt = new Map<string, number>()
  const started = performance.now()
  const begun = Date.now()
  let lasted = 0
  await Promise.all([
    stream(SIGN_UPS / SECONDS, SECONDS, () => clerk.deliver(sign(userEvent('user.created')))).then(
      () => {
        lasted = performance.now() - started
      },
    ),
    stream(1, SECONDS, () => postCode(other, sentAt)),
  ])
  const arrived = () => latencies(sentAt, accepted)
  await until(() => arrived().length === SECONDS, PATIENCE_MS)
  const minute = begun + SECONDS * 1_000
  const welcomes = accepted
    .slice(1)
    .filter(({ to, at }) => !sentAt.has(to[0] ?? '') && at.getTime() <= minute)
  const missing = SECONDS - arrived().length
  return {
    codes: `${spread(arrived())}${missing > 0 ? `, ${missing} not sent` : ''}`,
    welcomes: `${count(welcomes.length)} in ${SECONDS} s (sign-ups taken in ${seconds(lasted)})`,
  }
}
