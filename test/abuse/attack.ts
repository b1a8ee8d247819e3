import { setTimeout as delay } from 'node:timers/promises'
import { v7 } from 'uuid'
import type { Db } from '../../src/store/engine/database.ts'
import { recordReceipt } from '../../src/store/message/receipt.ts'
import { type RunningBellhop, startBellhop } from '../support/bellhop.ts'
import { emailCreated, smsCreated } from '../support/clerk-events.ts'
import { createTestDatabase, type Engine } from '../support/engines.ts'
import { addMessage } from '../support/ledger-rows.ts'
import { openProviders } from '../support/providers.ts'

const DAY_MS = 86_400_000
const RANGES = 5
const AT_ONCE = 20
const LOOK_EVERY_MS = 250

// The defaults of each: an empty value counts as not set.
const DEFAULTS = {
  SMS_CHECK_NUMBERS: '',
  LIMIT_CODES: '',
  LIMIT_NOTICES: '',
  LIMIT_SMS_NEW_RANGE: '',
  LIMIT_SMS_KNOWN_RANGE: '',
  WELCOME_PACE: '',
}

export interface Scale {
  readonly attackNumbers: number
  readonly realUsers: number
  /** Codes and invitations to one address. */
  readonly bombs: number
}

export interface Damage {
  readonly smsToAttackNumbers: number
  readonly segments: number
  /**
   * Real users who got no code, with what became of it. One whose request had no answer in time, as happens on a
   * machine that is too busy, was not refused: nobody knows whether the SMS was sent.
   */
  readonly refused: readonly string[]
  readonly slowestMs: number
  readonly emailsToVictim: number
}

interface Post {
  readonly event: unknown
  /** Whose it is, if a person asked. */
  readonly user?: string
}

/** Plays pumping and the bombing of one address at once, with people who sign in meanwhile. */
export async function playAttack(engine: Engine, scale: Scale): Promise<Damage> {
  await using home = await createTestDatabase(engine)
  await using providers = await openProviders({ keepContents: false })
  const env = { ...providers.env, ...DEFAULTS }
  await using stack = new AsyncDisposableStack()
  const instances: RunningBellhop[] = []
  for (let n = 0; n < (engine === 'pglite' ? 1 : 3); n++) {
    instances.push(stack.use(await startBellhop(home, env)))
  }
  const { db } = (instances[0] as RunningBellhop).database

  const { users, attackers } = await population(scale, (recipient, agoMs) =>
    addMessage(db, {
      channel: 'sms',
      recipient,
      status: 'delivered',
      createdAt: new Date(Date.now() - agoMs),
      claimedAt: new Date(Date.now() - agoMs),
    }),
  )
  const posts: Post[] = [
    ...attackers.map((to) => ({ event: smsCreated({ to_phone_number: to }) })),
    ...users.map((to) => ({ event: smsCreated({ to_phone_number: to }), user: to })),
    ...Array.from({ length: scale.bombs }, (_, n) => ({
      event: emailCreated({
        to_email_address: 'victim@mail.dev',
        slug: n % 2 ? 'invitation' : 'verification_code',
      }),
    })),
  ]
  const askedAt = new Map<string, number>()
  const waiting = shuffled(posts)
  let next = 0
  async function postSome(): Promise<void> {
    for (let post = waiting.pop(); post; post = waiting.pop()) {
      if (post.user) askedAt.set(post.user, Date.now())
      const { status } = await (instances[next++ % instances.length] as RunningBellhop).post(
        post.event,
      )
      if (status !== 200) throw new Error(`a webhook was answered with ${status}`)
    }
  }
  // The numbers of an attack belong to somebody who gets the SMS.
  let attacking = true
  async function deliver(): Promise<void> {
    while (attacking) {
      await delay(LOOK_EVERY_MS)
      const sent = await db
        .selectFrom('messages')
        .select(['id'])
        .where('status', '=', 'sent')
        .where('channel', '=', 'sms')
        .execute()
      for (const { id } of sent) {
        const nothing = { providerMessageId: null, detail: null, suppress: null, at: null }
        const receipt = { ...nothing, provider: 'twilio', channel: 'sms', eventId: v7() } as const
        await recordReceipt(
          db,
          v7(),
          { ...receipt, messageId: id, status: 'delivered' },
          new Date(),
        )
      }
      const { open } = await db
        .selectFrom('messages')
        .select(({ fn }) => fn.countAll<string>().as('open'))
        .where('status', 'in', ['queued', 'sending'])
        .executeTakeFirstOrThrow()
      attacking = waiting.length > 0 || Number(open) > 0 || posting
    }
  }
  let posting = true
  const delivering = deliver()
  await Promise.all(Array.from({ length: AT_ONCE }, postSome))
  posting = false
  await delivering

  const attacked = new Set(attackers)
  const sms = providers.twilio.accepted
  const delays = users.flatMap((user) => {
    const arrived = sms.find(({ to }) => to === user)
    return arrived ? [arrived.at.getTime() - (askedAt.get(user) ?? 0)] : []
  })
  const without = users.filter((user) => !sms.some(({ to }) => to === user))
  const fates = await Promise.all(without.map((user) => fateOf(db, user)))
  const used = await db.selectFrom('smsDays').select('segments').execute()
  return {
    smsToAttackNumbers: sms.filter(({ to }) => attacked.has(to)).length,
    segments: used.reduce((sum, { segments }) => sum + Number(segments), 0),
    refused: fates.filter((fate) => !fate.includes('"status":"unknown"')),
    slowestMs: Math.max(...delays),
    emailsToVictim: providers.resend.accepted.filter(({ to }) => to[0] === 'victim@mail.dev')
      .length,
  }
}

async function fateOf(db: Db, recipient: string): Promise<string> {
  const messages = await db
    .selectFrom('messages')
    .select(['status', 'reason', 'detail', 'attempts'])
    .where('recipient', '=', recipient)
    .orderBy('createdAt', 'desc')
    .execute()
  return `${recipient}: ${JSON.stringify(messages)}`
}

/**
 * Of the people, some have numbers of ranges where others got SMS before, some are the first of their range, and
 * every twentieth signed up in an attacked range a few hours ago.
 */
async function population(
  { attackNumbers, realUsers }: Scale,
  gotSms: (number: string, agoMs: number) => Promise<unknown>,
) {
  const attackers = Array.from({ length: attackNumbers }, (_, n) =>
    numberIn(`1617${200 + (n % RANGES)}`, 1_000 + Math.floor(n / RANGES)),
  )
  const users: string[] = []
  for (let n = 0; n < realUsers; n++) {
    if (n % 20 === 19) {
      const user = numberIn(`1617${200 + (n % RANGES)}`, n)
      users.push(user)
      await gotSms(user, DAY_MS / 8)
    } else {
      const range = `1${n % 2 ? '415' : '212'}${300 + (n % 20)}`
      users.push(numberIn(range, 2_000 + n))
      if (n % 2) await gotSms(numberIn(range, 1_000 + n), 2 * DAY_MS)
    }
  }
  return { users, attackers }
}

function numberIn(range: string, last: number): string {
  return `+${range}${String(last).padStart(4, '0')}`
}

/** In an order that is the same each time. */
function shuffled<Entry>(entries: readonly Entry[]): Entry[] {
  const place = (index: number) => (index * 7_919) % entries.length
  return entries
    .map((_, index) => index)
    .sort((a, b) => place(a) - place(b) || a - b)
    .flatMap((index) => entries[index] ?? [])
}
