import { sql } from 'kysely'
import type { Channel, MessageContent, MessageKind, MessageStatus } from '../domain/message.ts'
import type { Db } from './database.ts'

/** A message as it was when a worker looked at it. */
export interface ClaimedMessage {
  readonly id: string
  readonly channel: Channel
  readonly slug: string | null
  readonly kind: MessageKind
  readonly status: MessageStatus
  readonly reason: string | null
  readonly recipient: string | null
  readonly example: boolean
  readonly locale: string | null
  /** The language of the user that the message belongs to, where we know one. */
  readonly user_locale: string | null
  readonly priority: number
  readonly content: MessageContent | null
  readonly occurred_at: Date
  readonly created_at: Date
  readonly expires_at: Date
  readonly attempts: number
}

export interface Claim {
  readonly attemptId: string
  readonly ids: readonly string[]
  readonly now: Date
  /** From then on another worker may take the messages over. */
  readonly leaseUntil: Date
}

/**
 * Takes those of `ids` that are queued and due, in one statement, and settles on the spot what must
 * not be sent any more: the dead, the suppressed, and a code or link that is older than one already
 * on its way to the same recipient. Returns every message that it moved; those to be sent are
 * `sending` and belong to the attempt until its lease ends.
 */
export async function claimMessages(db: Db, claim: Claim): Promise<ClaimedMessage[]> {
  const { rows } = await sql<ClaimedMessage>`
    with candidates as (
      select id, channel, slug, kind, recipient, occurred_at, expires_at
      from bellhop.messages
      where id = any(${claim.ids}::uuid[]) and status = 'queued' and due_at <= ${claim.now}
      for update skip locked
    ),
    verdicts as (
      select c.id, case
        when c.expires_at <= ${claim.now} then 'expired'
        when exists (
          select from bellhop.suppressions s where s.channel = c.channel and s.address = c.recipient
        ) then 'skipped'
        when c.kind in ('code', 'link') and (
          exists (
            select from bellhop.messages n
            where n.recipient = c.recipient and n.slug = c.slug and n.channel = c.channel
              and n.occurred_at > c.occurred_at
              and n.status in ('sending', 'sent', 'delivered', 'unknown')
          ) or exists (
            select from candidates n
            where n.recipient = c.recipient and n.slug = c.slug and n.channel = c.channel
              and n.occurred_at > c.occurred_at and n.expires_at > ${claim.now}
          )
        ) then 'superseded'
        else 'sending'
      end as status
      from candidates c
    )
    update bellhop.messages m set
      status = v.status,
      reason = case when v.status = 'skipped' then 'suppressed' else m.reason end,
      attempt_id = case when v.status = 'sending' then ${claim.attemptId}::uuid end,
      lease_until = case when v.status = 'sending' then ${claim.leaseUntil}::timestamptz end,
      attempts = m.attempts + case when v.status = 'sending' then 1 else 0 end,
      finished_at = case when v.status <> 'sending' then ${claim.now}::timestamptz end,
      content = case when v.status = 'sending' then m.content end
    from verdicts v
    where m.id = v.id
    returning m.id, m.channel, m.slug, m.kind, m.status, m.reason, m.recipient, m.example,
      (select u.locale from bellhop.users u where u.id = m.user_id) as user_locale,
      m.locale, m.priority, m.content, m.occurred_at, m.created_at, m.expires_at, m.attempts`.execute(
    db,
  )
  return rows
}

/** Closes what is past its expiry and still waits, whether or not a transport runs. Returns how many. */
export async function expireMessages(db: Db, now: Date): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('messages')
    .set({ status: 'expired', finished_at: now, content: null })
    .where('status', '=', 'queued')
    .where('expires_at', '<=', now)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

export interface Waiting {
  readonly id: string
  readonly channel: Channel
  readonly priority: number
}

/**
 * Messages that somebody should be looking at: due since before `before`, or left `sending` by a
 * worker whose lease ended.
 */
export async function findOverdue(
  db: Db,
  now: Date,
  before: Date,
  limit: number,
): Promise<Waiting[]> {
  return db
    .selectFrom('messages')
    .select(['id', 'channel', 'priority'])
    .where((eb) =>
      eb.or([
        eb.and([eb('status', '=', 'queued'), eb('due_at', '<=', before)]),
        eb.and([eb('status', '=', 'sending'), eb('lease_until', '<=', now)]),
      ]),
    )
    .orderBy('priority', 'desc')
    .orderBy('due_at')
    .limit(limit)
    .execute()
}
