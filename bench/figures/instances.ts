import { openHome } from '../../test/support/home.ts'
import { openProviders } from '../../test/support/providers.ts'
import { type Clerk, createClerk, type SignedEvent, signed } from '../support/clerk.ts'
import { watchCpu } from '../support/cpu.ts'
import { perSecond } from '../support/figures.ts'
import type { Service } from '../support/service.ts'
import { mustHold } from '../support/stream.ts'
import { BELLHOP_ON_POSTGRES } from '../support/systems.ts'

const WARM_UP = 5_000
const EVENTS = 20_000
const CONNECTIONS = 50

/** Several instances on one PostgreSQL: webhooks taken, and whether an email went out twice. */
export async function measureInstances(count: number): Promise<string> {
  await using providers = await openProviders({ keepContents: false })
  await using home = await openHome('postgres')
  await using stack = new AsyncDisposableStack()
  const clerks: Clerk[] = []
  const services: Service[] = []
  for (let instance = 0; instance < count; instance++) {
    const service = stack.use(await BELLHOP_ON_POSTGRES.start(home, providers.env))
    services.push(service)
    clerks.push(stack.use(createClerk(service.url, Math.floor(CONNECTIONS / count))))
  }
  const { accepted } = providers.resend
  const sharesOf = (events: number) => clerks.map(() => signed(Math.floor(events / count)))
  const post = (shares: readonly SignedEvent[][]) =>
    Promise.all(clerks.map((clerk, index) => clerk.postAll(shares[index] ?? [])))
  const delivered = (messages: number) =>
    mustHold(() => accepted.length >= messages, 120_000, 'Not all codes were delivered.')
  const warmUp = sharesOf(WARM_UP)
  await post(warmUp)
  await delivered(warmUp.flat().length)
  const shares = sharesOf(EVENTS)
  const events = shares.flat().length
  const cpu = await watchCpu(services, 'postgres')
  const started = performance.now()
  await post(shares)
  const taken = performance.now() - started
  await delivered(warmUp.flat().length + events)
  const done = performance.now() - started
  const twice = accepted.length - new Set(accepted.map(({ tags }) => tags.message_id)).size
  return [
    `${perSecond(events, taken)} taken`,
    `${perSecond(events, done)} taken and delivered`,
    `${await cpu(events)} per message`,
    `${twice} sent twice`,
  ].join(', ')
}
