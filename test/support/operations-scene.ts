import { v7 } from 'uuid'
import { priorityOf } from '../../src/domain/priority.ts'
import type { Db } from '../../src/store/engine/database.ts'
import { addMessage, CONTENT } from './ledger-rows.ts'

const MINUTE = 60_000

const SLUGS = [
  { slug: 'verification_code', kind: 'code' },
  { slug: 'magic_link_sign_in', kind: 'link' },
  { slug: 'new_device_sign_in', kind: 'notice' },
  { slug: 'welcome', kind: 'welcome' },
] as const

/** Stores the messages of one day, with one of everything that the pages can show; the same each time. */
export async function furnish(db: Db, now: Date): Promise<{ readonly troubled: string }> {
  const ago = (minutes: number) => new Date(now.getTime() - minutes * MINUTE)
  for (let n = 0; n < 180; n++) {
    const createdAt = ago(20 + n * 7.7)
    const chosen = SLUGS[n % 7 < 4 ? 0 : n % SLUGS.length] ?? SLUGS[0]
    const status =
      n % 23 === 5 ? 'bounced' : n % 17 === 3 ? 'expired' : n % 6 ? 'delivered' : 'sent'
    await addMessage(db, {
      ...chosen,
      status,
      priority: priorityOf(chosen.kind),
      createdAt: createdAt,
      template: chosen.slug,
      locale: 'en',
      ...(status === 'expired'
        ? {}
        : { provider: 'resend', sentAt: new Date(createdAt.getTime() + 180 + (n % 40) ** 2) }),
    })
  }
  await addMessage(db, {
    status: 'sent',
    slug: 'seasonal_greetings',
    kind: 'notice',
    createdAt: ago(90),
    template: 'clerk',
    fallback: 'unknown_slug',
  })
  await addMessage(db, { status: 'skipped', reason: 'suppressed', createdAt: ago(6) })
  await addMessage(db, {
    status: 'unknown',
    reason: 'not_found',
    channel: 'sms',
    recipient: '+14155552671',
    createdAt: ago(4),
    template: 'verification_code',
    provider: 'twilio',
    content: CONTENT,
  })
  // Due later, so that they still wait when the test reads the page.
  const waiting = { status: 'queued', dueAt: ago(-60), attempts: 0, channel: 'sms' } as const
  await addMessage(db, { ...waiting, recipient: '+14155552672', createdAt: ago(0.4) })
  await addMessage(db, {
    ...waiting,
    slug: 'password_changed',
    kind: 'notice',
    priority: priorityOf('notice'),
    recipient: '+14155552673',
    createdAt: ago(2),
    expiresAt: ago(-1000),
  })
  for (const [number, reason] of ['bounce', 'complaint'].entries()) {
    await db
      .insertInto('suppressions')
      .values({
        channel: 'email',
        address: `eve${number}@mail.dev`,
        reason,
        source: 'resend',
        since: ago(100 * (number + 1)),
        messageId: null,
      })
      .execute()
  }
  await db
    .insertInto('transports')
    .values({
      provider: 'resend',
      requestsPerSecond: 10,
      nextRequestAt: now,
      stoppedBy: null,
      probeAt: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await db
    .insertInto('transports')
    .values({
      provider: 'twilio',
      requestsPerSecond: null,
      nextRequestAt: now,
      stoppedBy: '20003',
      probeAt: new Date(now.getTime() + 15_000),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await db
    .insertInto('events')
    .values({
      id: v7({ msecs: ago(30).getTime() }),
      endpoint: 'clerk',
      svixId: 'msg_2xKJ8dYqT2',
      type: 'fax.created',
      instanceId: 'ins_test',
      userId: null,
      occurredAt: ago(30),
      receivedAt: ago(30),
      outcome: 'ignored',
      reason: 'unknown_type',
      messageId: null,
    })
    .execute()
  return { troubled: await addTroubled(db, ago(3)) }
}

/** A code that was deferred, then refused, then sent again by hand, and bounced. */
async function addTroubled(db: Db, at: Date): Promise<string> {
  const later = (seconds: number) => new Date(at.getTime() + seconds * 1000)
  const common = {
    recipient: 'ada@mail.dev',
    template: 'verification_code',
    locale: 'de',
    provider: 'resend',
    occurredAt: at,
  }
  const id = await addMessage(db, {
    ...common,
    status: 'failed',
    reason: 'invalid_to_address',
    createdAt: later(0.4),
    finishedAt: later(9),
    attempts: 2,
    content: CONTENT,
  })
  await db
    .insertInto('events')
    .values({
      id: v7(),
      endpoint: 'clerk',
      svixId: 'msg_2xKJ8dYqT1',
      type: 'email.created',
      instanceId: 'ins_test',
      userId: null,
      occurredAt: at,
      receivedAt: later(0.3),
      outcome: 'accepted',
      reason: null,
      messageId: id,
    })
    .execute()
  const copy = await addMessage(db, {
    ...common,
    status: 'bounced',
    createdAt: later(60),
    sentAt: later(61),
    resendOf: id,
    providerMessageId: '6f1c1c5e-9d1c-4b0e-8a53-52c9a2d8f0aa',
  })
  const attempts = [
    { message: id, from: 1, to: 1.3, outcome: { kind: 'deferred', code: 'rate_limit_exceeded' } },
    { message: id, from: 8, to: 9, outcome: { kind: 'refused', code: 'invalid_to_address' } },
    { message: copy, from: 60.2, to: 61, outcome: { kind: 'accepted' } },
  ]
  for (const { message, from, to, outcome } of attempts) {
    const attempt = v7({ msecs: later(from).getTime() })
    await db
      .insertInto('attempts')
      .values({
        id: attempt,
        provider: 'resend',
        idempotencyKey: attempt,
        messageIds: [message],
        body: null,
        takeovers: 0,
        startedAt: later(from),
        finishedAt: later(to),
        outcomes: JSON.stringify([outcome]),
      })
      .execute()
  }
  await db
    .insertInto('receipts')
    .values({
      id: v7(),
      provider: 'resend',
      providerEventId: `evt_${copy}`,
      messageId: copy,
      status: 'bounced',
      detail: 'Transient/General',
      at: later(64),
      receivedAt: later(64),
    })
    .execute()
  for (const [action, seconds, detail] of [
    ['reveal', 40, null],
    ['resend', 60, `as ${copy}`],
  ] as const) {
    await db
      .insertInto('audit')
      .values({
        id: v7(),
        at: later(seconds),
        actor: 'clerk:user_29wF',
        action,
        messageId: id,
        detail,
      })
      .execute()
  }
  return id
}
