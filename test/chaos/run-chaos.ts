import { createRandom } from '../simulation/random.ts'
import { OPS_TOKEN, SECRET } from '../support/bellhop.ts'
import { openProviders, type Providers } from '../support/providers.ts'
import { atEachPoint, type Crash, type CrashCounts } from './crash.ts'
import { type EmailOutages, openEmailOutages } from './email-outages.ts'
import { readLedger } from './ledger.ts'
import { readMoved } from './moved.ts'
import type { Taken } from './post.ts'
import { makeEmailTrouble, makeSmsTrouble, planRound, postEvents } from './round.ts'
import { createService, type Service } from './service.ts'
import { isInDoubt, isOpen, settled } from './settled.ts'
import type { STAND_BYS } from './stand-by.ts'
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
  /** What stands by while Resend fails for some rounds. Needs PostgreSQL. Default: nothing does. */
  readonly standBy?: keyof typeof STAND_BYS
}

export interface ChaosResult extends Tally {
  readonly kills: number
  /** How many of the kills happened at a named point. A point that is never reached proves nothing. */
  readonly atPoints: Readonly<CrashCounts>
  /** Processes that ended without being killed. */
  readonly accidents: readonly string[]
  /** Messages that were sent to another provider after an attempt in doubt. */
  readonly movedInDoubt: readonly string[]
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
  await using outages = await openOutages(options, providers)
  const secrets = { CLERK_WEBHOOK_SIGNING_SECRET: SECRET, OPS_TOKEN }
  const env = { ...options.env, ...providers.env, ...outages?.env, ...secrets }
  const services: Service[] = []
  const taken: Taken[] = []
  const kills: Kill[] = []
  const atPoints = atEachPoint(0)
  const calmDown = async () => {
    if (outages) await outages.recover()
    else providers.resend.faults.clear()
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
      if (outages) await outages.change(random)
      else makeEmailTrouble(random, providers)
      makeSmsTrouble(random, providers)
      if (crash) await victim.arm(crash)
      const posts = Promise.all(postEvents(random, urls))
      await kill(victim, crash, crash ? POINT_MS : moment, calm)
      if (calm) await calmDown()
      else if (relapse) {
        await victim.start(relapse)
        await kill(victim, relapse, RELAPSE_MS, false)
      }
      await victim.start()
      taken.push(...(await posts))
      if (calm) await settled(home, SETTLE_MS, isOpen)
    }

    await calmDown()
    await settled(home, SETTLE_MS, isOpen)
    if (options.clearDoubts) await settled(home, DOUBT_MS, isInDoubt)
    const ledger = await readLedger(home)
    const counted = tally(providers, outages?.arrived() ?? [], { taken, kills, ledger })
    const movedInDoubt = outages ? await readMoved(home, ledger, outages) : []
    const accidents = services.flatMap((service) => service.accidents)
    return { ...counted, kills: kills.length, atPoints, accidents, movedInDoubt }
  } finally {
    for (const service of services) await service.kill()
  }
}

async function openOutages(
  { standBy, seed, env }: ChaosOptions,
  { resend }: Providers,
): Promise<EmailOutages | null> {
  if (!standBy) return null
  const { DATABASE_URL: databaseUrl } = env
  if (!databaseUrl) throw new Error('A stand-by needs PostgreSQL.')
  return openEmailOutages(standBy, resend, { seed, databaseUrl })
}
