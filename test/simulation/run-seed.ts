import type { PGlite } from '@electric-sql/pglite'
import type { ClerkEvent } from '../../src/domain/event.ts'
import { NO_LIMITS, type SendingLimits } from '../../src/domain/sending-limits.ts'
import { type Instance, startInstance } from './instance.ts'
import { checkDeliveries, checkLedger, checkLimits } from './invariants.ts'
import { createProvider } from './provider.ts'
import { createRandom, type Random } from './random.ts'
import { Crash, createScheduler } from './scheduler.ts'
import type { StoreFaults } from './simulated-pglite.ts'

const START = Date.UTC(2026, 10, 21, 10)
const TROUBLE_MS = 30_000
const HORIZON_MS = 25 * 60_000

const RESEND = { channel: 'email', idempotent: true, batchSize: 5, canFind: false } as const

// A second account, and a mail server.
const STAND_BYS = [
  { ...RESEND, provider: 'resend-standby' },
  { ...RESEND, provider: 'smtp', idempotent: false, batchSize: 1 },
] as const

export interface SeedResult {
  readonly events: number
  readonly crashes: number
  readonly violations: readonly string[]
}

/** Runs one seed: arrivals, duplicates, faults, crashes, clock steps, two instances. */
export async function runSeed(pglite: PGlite, seed: number): Promise<SeedResult> {
  await pglite.exec(`
    create table if not exists bellhop.simulated_jobs (message_id uuid primary key, channel text,
      priority int, solo boolean, start_after timestamptz);
    delete from bellhop.simulated_jobs; delete from bellhop.messages; delete from bellhop.events;
    delete from bellhop.attempts; delete from bellhop.suppressions; delete from bellhop.users;`)
  const random = createRandom(seed)
  const scheduler = createScheduler(random, START)
  const faults = createStoreFaults(random)
  const email = createProvider({ ...RESEND, provider: 'resend' }, scheduler, random)
  const sms = createProvider(
    { channel: 'sms', provider: 'twilio', idempotent: false, batchSize: 1, canFind: true },
    scheduler,
    random,
  )
  const standBy = random.chance(0.5)
    ? createProvider(random.pick(STAND_BYS), scheduler, random)
    : null
  await pglite.exec(`insert into bellhop.suppressions values
    ('email', 'suppressed@mail.dev', 'bounce', 'test', '2026-11-21')`)

  const limits = limitsOf(random)
  const deps = {
    pglite,
    scheduler,
    random,
    faults,
    retryUnknown: random.chance(0.5),
    limits,
    transports: (name: string, now: () => Date) => [
      [email.transport(name, now), standBy?.transport(name, now)] as const,
      [sms.transport(name, now), undefined] as const,
    ],
  }
  let births = 0
  let crashes = 0
  const start = () => startInstance(`i${++births}`, deps)
  const alive: Instance[] = [start(), start()]
  const accepted = new Set<string>()
  const posts = arrivals(random)
  let open = posts.length
  for (const post of posts) {
    void deliverWebhook(post, () => random.pick(alive)).then(() => open--)
  }

  /** Posts an event as Svix does: until it is accepted, and sometimes once more. */
  async function deliverWebhook(post: Post, pick: () => Instance): Promise<void> {
    await scheduler.park('svix', post.after)
    for (let again = post.copies; again > 0; ) {
      const svixId = post.newIds ? `${post.svixId}-${again}` : post.svixId
      try {
        const answer = await pick().accept({ endpoint: 'clerk', svixId, event: post.event })
        if ('messageId' in answer && answer.messageId) accepted.add(answer.messageId)
        again--
      } catch (error) {
        if (!(error instanceof Crash) && !faults.isFault(error)) faults.unexpected.push(error)
      }
      await scheduler.park('svix', 500 + random.below(5_000))
    }
  }

  const trouble = START + TROUBLE_MS
  while (scheduler.now() < trouble && (await scheduler.step(trouble))) {
    if (random.chance(0.004)) {
      const index = random.below(alive.length)
      scheduler.kill(alive[index]?.name ?? '')
      crashes++
      alive[index] = start()
    }
    if (random.chance(0.002)) scheduler.jump(random.below(20_000))
  }
  faults.end()
  email.recover()
  sms.recover()
  standBy?.recover()

  // No more faults: every message must reach a final status.
  let unfinished = -1
  while (scheduler.now() < START + HORIZON_MS) {
    const pause = scheduler.now() + 5_000
    while (await scheduler.step(pause)) {}
    scheduler.jump(Math.max(0, pause - scheduler.now()))
    unfinished = await countUnfinished(pglite)
    if (unfinished === 0 && open === 0) break
  }
  for (const { name } of alive) scheduler.kill(name)
  scheduler.kill('svix')
  await scheduler.step(0)

  const violations = [
    ...faults.unexpected.map(
      (error) => `unexpected: ${error instanceof Error ? error.stack : error}`,
    ),
    ...(unfinished === 0 && open === 0
      ? []
      : [`${unfinished} messages and ${open} posts never ended`]),
    ...(await checkLedger(pglite, accepted)),
    ...(await checkDeliveries(pglite, { email: standBy ? [email, standBy] : [email], sms: [sms] })),
    ...(await checkLimits(pglite, limits)),
  ]
  return { events: posts.length, crashes, violations }
}

// Low ones, so that the few messages of a seed exceed them.
function limitsOf(random: Random): SendingLimits {
  if (random.chance(0.5)) return NO_LIMITS
  const limit = () => [{ count: 1 + random.below(2), seconds: 20 + random.below(300) }]
  return { codes: limit(), notices: limit(), newRange: limit(), knownRange: limit() }
}

interface Post {
  readonly svixId: string
  readonly after: number
  readonly copies: number
  readonly newIds: boolean
  readonly event: ClerkEvent
}

const ADDRESSES = [
  'ada@mail.dev',
  'bob@mail.dev',
  'refused@mail.dev',
  'foreign@mail.dev',
  'suppressed@mail.dev',
]

function arrivals(random: Random): Post[] {
  const count = 3 + random.below(6)
  return Array.from({ length: count }, (_, index) => {
    const after = random.below(20_000)
    const common = {
      instanceId: 'ins',
      example: false,
      // Some events arrive late, so that their codes expire soon.
      occurredAt: new Date(
        START + after - (random.chance(0.2) ? random.below(605_000) : random.below(900)),
      ),
      content: { variables: { otp_code: '123456' }, clerk: {} },
    }
    const post = {
      svixId: `msg_${index}`,
      after,
      copies: random.chance(0.25) ? 2 : 1,
      newIds: random.chance(0.5),
    }
    const kind = random.below(10)
    if (kind < 2) {
      const user = {
        id: `user_${index}`,
        locales: [],
        firstName: null,
        phoneNumber: null,
        emailVerified: true,
      }
      const emailAddress = random.pick(ADDRESSES)
      const event = {
        kind: 'user-saved',
        type: 'user.created',
        created: true,
        accountCreatedAt: null,
        user: { ...user, emailAddress },
      }
      return { ...post, event: { ...common, ...event } as ClerkEvent }
    }
    const isSms = kind < 4
    const event = {
      kind: 'message',
      type: isSms ? 'sms.created' : 'email.created',
      channel: isSms ? 'sms' : 'email',
      sourceId: `src_${index}`,
      slug: random.chance(0.8) ? 'verification_code' : 'password_changed',
      messageKind: random.chance(0.8) ? 'code' : 'notice',
      userId: null,
      recipient: isSms ? random.pick(['+14155552671', '+14155552672']) : random.pick(ADDRESSES),
      deliveredByClerk: false,
    }
    return { ...post, event: { ...common, ...event } as ClerkEvent }
  })
}

function createStoreFaults(random: Random): StoreFaults & { end(): void } {
  let on = true
  const orders = new Set<unknown>()
  const unexpected: unknown[] = []
  return {
    unexpected,
    end() {
      on = false
    },
    strike(when) {
      if (!on || !random.chance(0.01)) return
      const error = new Error(`store fault ${when} the statement`)
      orders.add(error)
      throw error
    },
    losesJob: () => on && random.chance(0.05),
    // Kysely hands on the error itself, or wraps it as the cause of its own.
    isFault: (error) => orders.has(error) || (error instanceof Error && orders.has(error.cause)),
  }
}

async function countUnfinished(pglite: PGlite): Promise<number> {
  const { rows } = await pglite.query<{ count: number }>(
    'select count(*)::int as count from bellhop.messages where finished_at is null',
  )
  return rows[0]?.count ?? -1
}
