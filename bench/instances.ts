import { type RunningBellhop, startBellhop } from '../test/support/bellhop.ts'
import { emailCreated } from '../test/support/clerk-events.ts'
import { openProviders } from '../test/support/providers.ts'
import { postgresDatabase } from './databases.ts'

const MESSAGES = Number(process.argv[2] ?? 10_000)

// node --import tsx bench/instances.ts [messages] [instances,...]
/** Several instances on one PostgreSQL: how many messages reach the provider twice. */
async function instances(count: number): Promise<void> {
  await using home = await postgresDatabase()
  await using providers = await openProviders()
  await using stack = new AsyncDisposableStack()
  const all: RunningBellhop[] = []
  for (let index = 0; index < count; index++)
    all.push(stack.use(await startBellhop(home, providers.env)))
  const started = performance.now()
  let left = MESSAGES
  await Promise.all(
    Array.from({ length: 50 }, async (_, index) => {
      while (left-- > 0) await all[(index + left) % count]?.post(emailCreated())
    }),
  )
  await providers.resend.waitFor(MESSAGES)
  const seconds = (performance.now() - started) / 1000
  const ids = new Set(providers.resend.accepted.map(({ tags }) => tags.message_id))
  console.log(
    `${count} instances: ${MESSAGES} messages in ${seconds.toFixed(1)} s, ${providers.resend.accepted.length - ids.size} sent twice, ${providers.resend.requests.length} requests`,
  )
}

const counts = process.argv[3]?.split(',').map(Number) ?? [2, 4, 8]
for (const count of counts) await instances(count)
