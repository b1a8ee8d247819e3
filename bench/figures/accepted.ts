import { openProviders } from '../../test/support/providers.ts'
import { createClerk, signed } from '../support/clerk.ts'
import { perSecond } from '../support/figures.ts'
import { openSystem, type System } from '../support/systems.ts'

const WARM_UP = 5_000
const EVENTS = 20_000

/** Accepted webhooks per second while the fake takes the emails; committed before the answer. */
export async function measureAccepted(system: System): Promise<string> {
  await using providers = await openProviders({ keepContents: false })
  await using service = await openSystem(system, providers.env)
  using clerk = createClerk(service.url)
  await clerk.postAll(signed(WARM_UP))
  const events = signed(EVENTS)
  const sentBefore = providers.resend.accepted.length
  const started = performance.now()
  await clerk.postAll(events)
  const ms = performance.now() - started
  const sent = providers.resend.accepted.length - sentBefore
  return `${perSecond(EVENTS, ms)} (${perSecond(sent, ms)} sent meanwhile)`
}
