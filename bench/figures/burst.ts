import { openProviders } from '../../test/support/providers.ts'
import { createClerk, signed } from '../support/clerk.ts'
import { count, seconds } from '../support/figures.ts'
import { until } from '../support/stream.ts'
import { deliverAsSvix } from '../support/svix.ts'
import { openSystem, type System } from '../support/systems.ts'

const CODES = 1_000
const LIFE_MS = 10 * 60_000
// A queue that sends one email per request goes on at the same pace: two minutes show it.
const WATCH_MS = 2 * 60_000

/** 1,000 codes at once, a provider that takes 2 requests/s, and ten minutes before they are dead. */
export async function measureBurst(system: System): Promise<string> {
  await using providers = await openProviders({
    keepContents: false,
    rateLimit: { limit: 2, windowMs: 1_000 },
  })
  await using service = await openSystem(system, providers.env)
  using clerk = createClerk(service.url)
  const { accepted } = providers.resend
  const events = signed(CODES)
  const started = Date.now()
  const tries = await Promise.all(events.map((event) => deliverAsSvix(clerk, event, LIFE_MS)))
  const repeated = tries.reduce((sum, each) => sum + each - 1, 0)
  // Where a queue has taken them, they may still be on their way.
  if (repeated === 0) await until(() => accepted.length >= CODES, started + WATCH_MS - Date.now())
  const last = accepted.at(-1)?.at.getTime() ?? started
  if (accepted.length >= CODES) return `all after ${seconds(last - started)}`
  const of = `${accepted.length} of ${count(CODES)}`
  return repeated > 0 ? `${of} before they were dead` : `${of} after ${WATCH_MS / 60_000} min`
}
