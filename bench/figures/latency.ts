import { openProviders } from '../../test/support/providers.ts'
import { latencies, postCode } from '../support/arrivals.ts'
import { createClerk } from '../support/clerk.ts'
import { spread } from '../support/figures.ts'
import { mustHold, stream } from '../support/stream.ts'
import { BELLHOP, openSystem, type System } from '../support/systems.ts'

const PER_SECOND = 50
const SECONDS = { ours: 60, baseline: 20 }
const PROVIDER_MS = 50
const WARM_UP_SECONDS = 10

/** From the first byte of the webhook to the request at the provider, which answers after 50 ms. */
export async function measureLatency(system: System): Promise<string> {
  await using providers = await openProviders({ keepContents: false, latencyMs: PROVIDER_MS })
  await using service = await openSystem(system, providers.env)
  using clerk = createClerk(service.url)
  const { accepted } = providers.resend
  const sentAt = new Map<string, number>()
  const post = () => postCode(clerk, sentAt)
  await stream(PER_SECOND, WARM_UP_SECONDS, post)
  await mustHold(() => accepted.length >= sentAt.size, 30_000, 'The warm-up was not delivered.')
  sentAt.clear()
  const seconds = BELLHOP.includes(system) ? SECONDS.ours : SECONDS.baseline
  await stream(PER_SECOND, seconds, post)
  const all = PER_SECOND * (seconds + WARM_UP_SECONDS)
  await mustHold(() => accepted.length >= all, 30_000, 'Not all codes were delivered.')
  return spread(latencies(sentAt, accepted))
}
