import { setTimeout as delay } from 'node:timers/promises'
import { emailCreated, userEvent } from '../../test/support/clerk-events.ts'
import { openProviders } from '../../test/support/providers.ts'
import { latencies, postCode } from '../support/arrivals.ts'
import { createClerk, signed } from '../support/clerk.ts'
import { count, spread } from '../support/figures.ts'
import { stream, until } from '../support/stream.ts'
import { BELLHOP, openSystem, type System } from '../support/systems.ts'

const PER_SECOND = 10
const SECONDS = 30
const AT_LEAST = 5_000
// Until the service has heard of the provider's new limit.
const LEARN_SECONDS = 3
// At 10 requests a second of 100 emails each they would be gone before the codes are.
const WAITING_BELLHOP = AT_LEAST + (LEARN_SECONDS + SECONDS) * PER_SECOND * 100
const PATIENCE_MS = 60_000

/** One code a second while at least 5,000 other emails wait for a provider that takes 10 requests/s. */
export async function measureLane(system: System): Promise<string> {
  const batches = BELLHOP.includes(system)
  await using providers = await openProviders({
    keepContents: false,
    rateLimit: { limit: batches ? 2 : PER_SECOND, windowMs: 1_000 },
  })
  await using service = await openSystem(system, providers.env)
  using clerk = createClerk(service.url)
  const { accepted } = providers.resend
  const waiting = batches ? WAITING_BELLHOP : AT_LEAST
  for (let posted = 0; posted < waiting; posted += 1_000) {
    const make = batches ? () => userEvent('user.created') : emailCreated
    await clerk.postAll(signed(1_000, make))
  }
  providers.resend.limit({ limit: PER_SECOND, windowMs: 1_000 })
  await delay(LEARN_SECONDS * 1_000)
  const sentAt = new Map<string, number>()
  await stream(1, SECONDS, () => postCode(clerk, sentAt))
  const arrived = () => latencies(sentAt, accepted)
  await until(
    () => arrived().length === SECONDS,
    batches ? PATIENCE_MS : PATIENCE_MS - SECONDS * 1_000,
  )
  const left = waiting - accepted.filter(({ to }) => !sentAt.has(to[0] ?? '')).length
  if (arrived().length < SECONDS) {
    return `${arrived().length} of ${SECONDS} codes after ${PATIENCE_MS / 1000} s, ${count(left)} emails before them`
  }
  return `${spread(arrived())} (${count(left)} still waiting)`
}
