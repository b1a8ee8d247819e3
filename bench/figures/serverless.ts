import { startCron } from '../../test/serverless/cron.ts'
import { type Environment, openEnvironment } from '../../test/serverless/environment.ts'
import { type Instance, startInstance } from '../../test/serverless/instance.ts'
import { latencies, postCode } from '../support/arrivals.ts'
import { createClerk, signed } from '../support/clerk.ts'
import { percentile, seconds } from '../support/figures.ts'
import { mustHold, stream } from '../support/stream.ts'

const ENTRY = '../../dist/src/index.js'
const PROVIDER_MS = 50
const COLD_STARTS = 20
const WARM_UP_SECONDS = 5
const WARM = { perSecond: 20, seconds: 30 }
const AT_ONCE = { instances: 4, each: 5 }
const KILLED = 10
const SWEEP_MS = 60_000

/** Rows of a figure and its value. */
export type Rows = readonly (readonly [string, string])[]

/** An app on a serverless host, with PostgreSQL behind PgBouncer in transaction mode. */
export async function measureServerless(): Promise<Rows> {
  const rows: [string, string][] = []
  for (const waitUntil of [true, false]) {
    const name = waitUntil ? 'with `waitUntil`' : 'delivered before the answer'
    const cold = await inEnvironment((environment) => measureCold(environment, waitUntil))
    rows.push([`start of the process to the answer, ${name}`, spread(cold)])
    const warm = await inEnvironment((environment) => measureWarm(environment, waitUntil))
    rows.push([`webhook to provider, warm, ${name}`, spread(warm)])
  }
  rows.push(['twenty codes at once, four cold processes', await inEnvironment(measureAtOnce)])
  rows.push([
    'killed after the answer, sweep once a minute: answer to provider',
    await inEnvironment(measureKilled),
  ])
  return rows
}

async function inEnvironment<Result>(
  measure: (environment: Environment) => Promise<Result>,
): Promise<Result> {
  await using environment = await openEnvironment({ keepContents: false, latencyMs: PROVIDER_MS })
  return await measure(environment)
}

const start = ({ env }: Environment, waitUntil: boolean): Promise<Instance> =>
  startInstance({ env, entry: ENTRY, waitUntil })

async function measureCold(environment: Environment, waitUntil: boolean): Promise<number[]> {
  const times: number[] = []
  for (let n = 0; n < COLD_STARTS; n++) {
    const [event] = signed(1)
    if (!event) break
    const began = performance.now()
    const instance = await start(environment, waitUntil)
    using clerk = createClerk(instance.url)
    await clerk.deliver(event)
    times.push(performance.now() - began)
    await instance.idle()
    await instance.kill()
  }
  return times
}

async function measureWarm(environment: Environment, waitUntil: boolean): Promise<number[]> {
  const instance = await start(environment, waitUntil)
  using clerk = createClerk(instance.url)
  const { accepted } = environment.providers.resend
  const sentAt = new Map<string, number>()
  const post = () => postCode(clerk, sentAt)
  await stream(WARM.perSecond, WARM_UP_SECONDS, post)
  await mustHold(() => accepted.length >= sentAt.size, 30_000, 'The warm-up was not delivered.')
  const before = accepted.length
  sentAt.clear()
  await stream(WARM.perSecond, WARM.seconds, post)
  await mustHold(
    () => accepted.length >= before + sentAt.size,
    30_000,
    'Not all codes were delivered.',
  )
  await instance.kill()
  return latencies(sentAt, accepted)
}

async function measureAtOnce(environment: Environment): Promise<string> {
  const { instances, each } = AT_ONCE
  const { accepted } = environment.providers.resend
  const started = Date.now()
  const running = await Promise.all(
    Array.from({ length: instances }, async () => {
      const instance = await start(environment, true)
      using clerk = createClerk(instance.url)
      await Promise.all(signed(each).map((event) => clerk.deliver(event)))
      await instance.idle()
      return instance
    }),
  )
  await Promise.all(running.map((instance) => instance.kill()))
  const ids = new Set(accepted.map(({ tags }) => tags.message_id))
  const lost = instances * each - ids.size
  const took = seconds(Date.now() - started)
  return `${lost} lost, ${accepted.length - ids.size} twice, all delivered after ${took}`
}

/** The longest wait: the processes are killed just after a sweep. */
async function measureKilled(environment: Environment): Promise<string> {
  const { accepted } = environment.providers.resend
  const instance = await start(environment, true)
  await using cron = startCron(() => start(environment, false), {
    everyMs: SWEEP_MS,
    killAfter: 1,
  })
  await mustHold(() => cron.sweeps() > 0, SWEEP_MS, 'There was no sweep.')
  using clerk = createClerk(instance.url)
  const answers = signed(KILLED).map((event) => clerk.post(event))
  // The first answer: the others are under way, and Clerk would post them again.
  await Promise.any(answers)
  const killedAt = await instance.kill()
  const taken = (await Promise.all(answers)).filter((status) => status === 200).length
  const late = () => accepted.filter(({ at }) => at.getTime() > killedAt)
  await mustHold(() => accepted.length >= taken, SWEEP_MS * 2, 'A code was not delivered.')
  const waits = late().map(({ at }) => at.getTime() - killedAt)
  const last = seconds(Math.max(0, ...waits))
  return `${waits.length} codes were left (${taken} answered), the last one was there after ${last}`
}

function spread(ms: readonly number[]): string {
  return `p50 ${percentile(ms, 0.5).toFixed(0)} ms, p95 ${percentile(ms, 0.95).toFixed(0)} ms`
}
