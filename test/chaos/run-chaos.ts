import { setTimeout as delay } from 'node:timers/promises'
import { createRandom, type Random } from '../simulation/random.ts'
import { emailCreated, smsCreated, userEvent } from '../support/clerk-events.ts'
import type { Fault } from '../support/fault.ts'
import { openProviders } from '../support/providers.ts'
import { type Ended, OPS_TOKEN, post, readLedger, SECRET, type Taken } from './post.ts'
import { CRASH_POINTS, createService } from './service.ts'

export interface ChaosOptions {
  readonly seed: number
  readonly rounds: number
  readonly instances: number
  readonly firstPort: number
  /** What Node is to run: the built service, or its source. */
  readonly entry: readonly string[]
  /** An SMS in doubt takes a minute to clear up. */
  readonly sms: boolean
  /** What the processes need to find their database. */
  readonly env: Readonly<Record<string, string>>
}

export interface ChaosResult {
  readonly rounds: number
  readonly kills: number
  readonly messages: number
  readonly lost: readonly string[]
  readonly sentTwice: readonly string[]
  readonly unknown: number
  /** From a kill that peace followed to the provider, milliseconds, for what was accepted before it. */
  readonly recoveries: readonly number[]
}

let smsCount = 0
const TIMED_EVERY = 4
const OPEN = ['queued', 'sending']
const EMAIL_FAULTS: readonly Fault[] = [
  { kind: 'answer', status: 429 },
  { kind: 'answer', status: 500 },
  { kind: 'answer', status: 503 },
  { kind: 'reset' },
  { kind: 'reset_after_accepting' },
  { kind: 'truncated' },
  { kind: 'late', wait: 400 },
]

/** Kills the real process again and again while it works against faulty providers, and counts. */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const random = createRandom(options.seed)
  await using providers = await openProviders()
  const env = {
    ...options.env,
    ...providers.env,
    CLERK_WEBHOOK_SIGNING_SECRET: SECRET,
    OPS_TOKEN,
  }
  const services = Array.from({ length: options.instances }, (_, index) =>
    createService(options.firstPort + index, env, options.entry),
  )
  const urls = () => services.map(({ url }) => url)
  for (const service of services) await service.start()

  const taken: Taken[] = []
  const kills: number[] = []
  // Kills that were followed by peace, so that the way back to work can be timed.
  const timed: number[] = []
  for (let round = 0; round < options.rounds; round++) {
    for (let count = random.below(4); count > 0; count--) {
      providers.resend.faults.next(random.chance(0.6) ? random.pick(EMAIL_FAULTS) : null)
    }
    if (random.chance(0.2)) providers.twilio.faults.next({ kind: 'reset_after_accepting' })
    const victim = random.pick(services)
    const named = random.chance(0.5)
    if (named) {
      const crash = { point: random.pick(CRASH_POINTS), occasion: 1 + random.below(3) }
      await victim.kill()
      await victim.start(crash)
    }
    const posts = postSome(random, urls, options.sms)
    if (named) await victim.gone(1_500)
    else await delay(1 + random.below(400))
    await victim.kill()
    kills.push(Date.now())
    await victim.start()
    taken.push(...(await Promise.all(posts)).flatMap((post) => post ?? []))
    if (round % TIMED_EVERY === 0) {
      timed.push(kills.at(-1) ?? 0)
      providers.resend.faults.clear()
      await settled(urls()[0] ?? '')
    }
  }
  providers.resend.faults.clear()
  providers.twilio.faults.clear()

  const ledger = await ended(urls()[0] ?? '')
  for (const service of services) await service.kill()
  return count(options, providers, taken, { kills, timed }, ledger)
}

function postSome(
  random: Random,
  urls: () => readonly string[],
  sms: boolean,
): Promise<Taken | null>[] {
  const posts: Promise<Taken | null>[] = []
  for (let index = 0; index < 6; index++) {
    const kind = random.below(sms ? 6 : 5)
    const event =
      kind < 4
        ? emailCreated()
        : kind < 5
          ? userEvent('user.created')
          : smsCreated({ to_phone_number: `+1415${String(5_551_000 + smsCount++)}` })
    const svixId = `msg_${event.type}_${event.data.id}`
    posts.push(post(urls, event, svixId))
    if (random.chance(0.15)) posts.push(post(urls, event, svixId).then(() => null))
    if (random.chance(0.15)) posts.push(post(urls, event, `${svixId}_again`).then(() => null))
  }
  return posts
}

async function settled(url: string): Promise<Ended[]> {
  for (;;) {
    const ledger = await readLedger(url)
    if (!ledger.some(({ status }) => OPEN.includes(status))) return ledger
    await delay(200)
  }
}

async function ended(url: string): Promise<Ended[]> {
  const ledger = await settled(url)
  if (!ledger.some(({ status }) => status === 'unknown')) return ledger
  // An SMS in doubt is looked for after half a minute.
  await delay(65_000)
  return readLedger(url)
}

function count(
  { rounds }: ChaosOptions,
  { resend, twilio }: Awaited<ReturnType<typeof openProviders>>,
  taken: readonly Taken[],
  { kills, timed }: { readonly kills: readonly number[]; readonly timed: readonly number[] },
  ledger: readonly Ended[],
): ChaosResult {
  const deliveries = new Map<string, number[]>()
  const note = (id: string | undefined | null, at: Date) => {
    if (id) deliveries.set(id, [...(deliveries.get(id) ?? []), at.getTime()])
  }
  for (const { tags, at } of resend.accepted) note(tags.message_id, at)
  for (const { statusCallback, at } of twilio.accepted) {
    note(new URL(statusCallback ?? 'http://x').searchParams.get('m'), at)
  }
  const rows = new Map(ledger.map((row) => [row.id, row]))
  const lost = taken.flatMap(({ messageId }) => {
    const { status = 'absent', reason = null } = rows.get(messageId) ?? {}
    const bad = status === 'absent' || status === 'failed'
    if (!bad && (status !== 'sent' || deliveries.has(messageId))) return []
    return [`${messageId} ${status} ${reason ?? ''}`]
  })
  const recoveries = taken.flatMap(({ messageId, at }) => {
    const delivered = deliveries.get(messageId)?.[0]
    const kill = kills.find((moment) => moment >= at)
    return delivered && kill && timed.includes(kill) && delivered > kill ? [delivered - kill] : []
  })
  return {
    rounds,
    kills: kills.length,
    messages: taken.length,
    lost,
    sentTwice: [...deliveries].flatMap(([id, times]) => (times.length > 1 ? [id] : [])),
    unknown: ledger.filter(({ status }) => status === 'unknown').length,
    recoveries: recoveries.sort((a, b) => a - b),
  }
}
