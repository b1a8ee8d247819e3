import { openProviders } from '../../test/support/providers.ts'
import { type Clerk, createClerk, type SignedEvent, signed } from '../support/clerk.ts'
import { perSecond } from '../support/figures.ts'
import { cpuSecondsOfAll } from '../support/processes.ts'
import type { Service } from '../support/service.ts'
import { until } from '../support/stream.ts'
import { BELLHOP, openHome } from '../support/systems.ts'

const WARM_UP = 5_000
const EVENTS = 20_000
const CONNECTIONS = 50

/** Several instances on one PostgreSQL: webhooks taken, and whether an email went out twice. */
export async function measureInstances(count: number): Promise<string> {
  const system = BELLHOP.find(({ engine }) => engine === 'postgres')
  if (!system) throw new Error('no system on PostgreSQL')
  await using providers = await openProviders({ keepContents: false })
  await using home = await openHome('postgres')
  await using stack = new AsyncDisposableStack()
  const clerks: Clerk[] = []
  const services: Service[] = []
  for (let instance = 0; instance < count; instance++) {
    const service = stack.use(await system.start(home, providers.env))
    services.push(service)
    clerks.push(stack.use(createClerk(service.url, Math.floor(CONNECTIONS / count))))
  }
  const { accepted } = providers.resend
  const sharesOf = (events: number) => clerks.map(() => signed(Math.floor(events / count)))
  const post = (shares: readonly SignedEvent[][]) =>
    Promise.all(clerks.map((clerk, index) => clerk.postAll(shares[index] ?? [])))
  const warmUp = sharesOf(WARM_UP)
  await post(warmUp)
  const shares = sharesOf(EVENTS)
  const cpu = async () => ({
    services: (await Promise.all(services.map((service) => service.cpuSeconds()))).reduce(
      (sum, used) => sum + used,
      0,
    ),
    database: await cpuSecondsOfAll('postgres'),
  })
  const before = await cpu()
  const delivered = accepted.length
  const started = performance.now()
  await post(shares)
  const taken = performance.now() - started
  const all = [...warmUp, ...shares].flat().length
  await until(() => accepted.length >= all, 120_000)
  const done = performance.now() - started
  const after = await cpu()
  const twice = accepted.length - new Set(accepted.map(({ tags }) => tags.message_id)).size
  const ms = (used: number) => `${((used / (accepted.length - delivered)) * 1000).toFixed(2)} ms`
  return [
    `${perSecond(EVENTS, taken)} taken`,
    `${perSecond(accepted.length - delivered, done)} taken and delivered`,
    `${ms(after.services - before.services)} + ${ms(after.database - before.database)} PostgreSQL per message`,
    `${twice} sent twice`,
  ].join(', ')
}
