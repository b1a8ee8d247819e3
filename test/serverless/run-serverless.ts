import { CRASH_POINTS } from '../chaos/crash.ts'
import { readLedger } from '../chaos/ledger.ts'
import { post, type Taken } from '../chaos/post.ts'
import { makeEmailTrouble, makeSmsTrouble, postEvents } from '../chaos/round.ts'
import { isInDoubt, isOpen, settled } from '../chaos/settled.ts'
import { type Tally, tally } from '../chaos/tally.ts'
import { createRandom } from '../simulation/random.ts'
import { emailCreated, smsCreated } from '../support/clerk-events.ts'
import { type Burst, planBurst } from './burst.ts'
import { type Environment, openEnvironment } from './environment.ts'
import { type Host, type HostReport, openHost } from './host.ts'

export interface AppOptions {
  /** The module that the app imports as `bellhop`. */
  readonly entry: string
  /** Arguments of Node before the app. */
  readonly imports: readonly string[]
  /** How often the sweep is called. */
  readonly sweepMs: number
  /** Waits until unknown SMS were looked up at Twilio: a minute. */
  readonly clearDoubts: boolean
}

export interface ServerlessOptions extends AppOptions {
  readonly seed: number
  /** One burst of events each. */
  readonly rounds: number
}

export interface ServerlessResult extends Tally, Omit<HostReport, 'kills'> {}

// So that a process can die or freeze while a request is under way.
const PROVIDER_MS = 40
const SETTLE_MS = 180_000
const DOUBT_MS = 75_000

/** Kills and freezes the processes of a serverless app again and again, and counts the results. */
export async function runServerless(options: ServerlessOptions): Promise<ServerlessResult> {
  const random = createRandom(options.seed)
  await using environment = await openEnvironment({ latencyMs: PROVIDER_MS })
  await using host = await hostOf(environment, options)
  const { providers } = environment
  const taken: Taken[] = []
  for (let round = 0; round < options.rounds; round++) {
    const burst = planBurst(random)
    makeEmailTrouble(random, providers)
    makeSmsTrouble(random, providers)
    const postAll = () => Promise.all(postEvents(random, [host.url]))
    taken.push(...(await host.run(burst, postAll)))
  }
  providers.resend.faults.clear()
  providers.twilio.faults.clear()
  return await result(environment, host, taken, options)
}

/**
 * Freezes a process at each of the named points, once with an email and once with an SMS, and lets it go on when
 * others have done its work, an SMS in doubt included.
 */
export async function runFrozenAtPoints(options: AppOptions): Promise<ServerlessResult> {
  await using environment = await openEnvironment({ latencyMs: PROVIDER_MS })
  await using host = await hostOf(environment, options, { SMS_RETRY_UNKNOWN: 'on' })
  const taken: Taken[] = []
  let numbers = 0
  for (const point of CRASH_POINTS) {
    const sms = smsCreated({ to_phone_number: `+1415${2_001_000 + numbers++ * 10_000}` })
    for (const event of [sms, emailCreated()]) {
      const burst: Burst = {
        waitUntil: true,
        warm: false,
        end: { kind: 'at-point', crash: { point, occasion: 1, signal: 'SIGSTOP' } },
        frozenMs: Number.MAX_SAFE_INTEGER,
        alone: true,
      }
      const svixId = `msg_${event.data.id}`
      taken.push(await host.run(burst, () => post([host.url], 0, svixId, event)))
    }
  }
  return await result(environment, host, taken, options)
}

function hostOf({ env }: Environment, options: AppOptions, more = {}): Promise<Host> {
  const imports = [...options.imports, '--import', './chaos/crash-points.ts']
  return openHost({ ...options, env: { ...env, ...more }, imports })
}

async function result(
  { providers }: Environment,
  host: Host,
  taken: readonly Taken[],
  { clearDoubts }: AppOptions,
): Promise<ServerlessResult> {
  await settled(host.url, SETTLE_MS, isOpen)
  if (clearDoubts) {
    await settled(host.url, DOUBT_MS, isInDoubt)
    await settled(host.url, SETTLE_MS, isOpen)
  }
  // What was frozen until now must have nothing left to send.
  await host.thawAll()
  const ledger = await readLedger(host.url)
  const { kills, ...report } = host.report()
  return { ...tally(providers, [], { taken, kills, ledger }), ...report }
}
