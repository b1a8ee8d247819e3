import { setTimeout as delay } from 'node:timers/promises'
import { createRandom } from '../simulation/random.ts'
import { OPS_TOKEN, SECRET } from '../support/bellhop.ts'
import { openProviders } from '../support/providers.ts'
import { CRASH_POINTS, type Crash } from './crash.ts'
import { type Row, readLedger } from './ledger.ts'
import type { Taken } from './post.ts'
import { makeTrouble, planRound, postEvents } from './round.ts'
import { createService, type Service } from './service.ts'
import { type Kill, type Tally, tally } from './tally.ts'

export interface ChaosOptions {
  readonly seed: number
  readonly rounds: number
  readonly instances: number
  /** The arguments of Node: the source, or the build. */
  readonly entry: readonly string[]
  /** What the processes need to find their database. */
  readonly env: Readonly<Record<string, string>>
  /** Waits until unknown SMS were looked up at Twilio: a minute. */
  readonly clearDoubts: boolean
}

export interface ChaosResult extends Tally {
  readonly kills: number
  /** How many of the kills happened at a named point. A point that is never reached proves nothing. */
  readonly atPoints: Readonly<Record<Crash['point'], number>>
  /** Processes that ended without being killed. */
  readonly accidents: readonly string[]
}

const CALM_EVERY = 4
// How long it may take to reach a point.
const POINT_MS = 1_500
const RELAPSE_MS = 1_000
const SETTLE_MS = 180_000
const DOUBT_MS = 75_000

/** Kills the real process again and again while it works with faulty providers, and counts the results. */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const { rounds, instances, entry } = options
  const random = createRandom(options.seed)
  await using providers = await openProviders()
  const secrets = { CLERK_WEBHOOK_SIGNING_SECRET: SECRET, OPS_TOKEN }
  const env = { ...options.env, ...providers.env, ...secrets }
  const services: Service[] = []
  const taken: Taken[] = []
  const kills: Kill[] = []
  const atPoints = Object.fromEntries(CRASH_POINTS.map((point) => [point, 0])) as Record<
    Crash['point'],
    number
  >
  const calmDown = () => {
    providers.resend.faults.clear()
    providers.twilio.faults.clear()
  }

  async function kill(victim: Service, crash: Crash | null, ms: number, calm: boolean) {
    const reached = await victim.gone(ms)
    kills.push({ at: await victim.kill(), calm })
    if (crash && reached) atPoints[crash.point]++
  }

  try {
    for (let index = 0; index < instances; index++) services.push(await createService(env, entry))
    const urls = services.map(({ url }) => url)
    const [home = ''] = urls
    for (const service of services) await service.start()

    for (let round = 0; round < rounds; round++) {
      const { victim: index, crash, moment, relapse } = planRound(random, instances)
      const calm = round % CALM_EVERY === 0
      const victim = services[index] as Service
      makeTrouble(random, providers)
      if (crash) await victim.arm(crash)
      const posts = Promise.all(postEvents(random, urls))
      await kill(victim, crash, crash ? POINT_MS : moment, calm)
      if (calm) calmDown()
      else if (relapse) {
        await victim.start(relapse)
        await kill(victim, relapse, RELAPSE_MS, false)
      }
      await victim.start()
      taken.push(...(await posts))
      if (calm) await settled(home, SETTLE_MS, isOpen)
    }

    calmDown()
    await settled(home, SETTLE_MS, isOpen)
    if (options.clearDoubts) await settled(home, DOUBT_MS, isInDoubt)
    const counted = tally(providers, taken, kills, await readLedger(home))
    const accidents = services.flatMap((service) => service.accidents)
    return { ...counted, kills: kills.length, atPoints, accidents }
  } finally {
    for (const service of services) await service.kill()
  }
}

function isOpen({ status }: Row): boolean {
  return status === 'queued' || status === 'sending'
}

function isInDoubt({ channel, status, reason }: Row): boolean {
  return channel === 'sms' && status === 'unknown' && reason !== 'not_found'
}

/** Waits until no message `waits`, for `ms` at most. Messages that are still open then are counted. */
async function settled(url: string, ms: number, waits: (row: Row) => boolean): Promise<void> {
  const until = Date.now() + ms
  while (Date.now() < until && (await readLedger(url)).some(waits)) await delay(250)
}
