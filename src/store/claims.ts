import { sql } from 'kysely'
import type { Channel, MessageContent, MessageKind, MessageStatus } from '../domain/message.ts'
import type { Sealable } from '../domain/vault.ts'
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
  readonly solo: boolean
  readonly locale: string | null
  /** The language of the user that the message belongs to, where we know one. */
  readonly user_locale: string | null
  readonly priority: number
  readonly content: Sealable<MessageContent> | null
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
  /** When a message that is held back for an older one may be looked at again. */
  readonly heldUntil: Date
}

// Claims of one channel follow one another, so that an older and a newer code of the same person are
// never judged side by side.
const CLAIM_LOCKS: Record<Channel, number> = { email: 7_205_356, sms: 7_205_357 }

/** From now to the end of the transaction, nobody else claims or takes over on this channel. */
export async function lockClaims(tx: Db, channel: Channel): Promise<void> {
  await sql`select pg_advisory_xact_lock(${CLAIM_LOCKS[channel]})`.execute(tx)
}

/** How long a newer code waits for an older one whose request has got no usable answer. */
export const PATIENCE_MS = 12_000

/**
 * Takes those of `ids` that are queued and due, and settles on the spot what must not be sent any
 * more: the dead, the suppressed, and a code or link that is older than one on its way to the same
 * recipient. One whose predecessor is being asked for right now stays queued for a moment, so that
 * the two cannot arrive in the wrong order. Returns every message that it looked at; those to be sent
 * are `sending` and belong to the attempt until its lease ends.
 */
export async function claimMessages(
  db: Db,
  channel: Channel,
  claim: Claim,
): Promise<ClaimedMessage[]> {
  return db.transaction().execute(async (tx) => {
    await lockClaims(tx, channel)
    const { rows } = await claimStatement(channel, claim).execute(tx)
    return rows
  })
}

function claimStatement(channel: Channel, { attemptId, ids, now, leaseUntil, heldUntil }: Claim) {
  const impatientSince = new Date(now.getTime() - PATIENCE_MS)
  return sql<ClaimedMessage>`
    with candidates as (
      select id, instance_id, slug, kind, recipient, occurred_at, expires_at
      from bellhop.messages
      where id = any(${ids}::uuid[]) and status = 'queued' and due_at <= ${now}
      for update skip locked
    ),
    siblings as (
      select c.id, n.occurred_at > c.occurred_at as newer, n.status,
        n.status = 'sending' and (n.asking or n.claimed_at > ${impatientSince}) as busy
      from candidates c
      join bellhop.messages n on n.recipient = c.recipient and n.slug = c.slug
        and n.instance_id = c.instance_id and n.channel = ${channel} and n.id <> c.id and n.occurred_at <> c.occurred_at
      where c.kind in ('code', 'link')
    ),
    verdicts as (
      select c.id, case
        when c.expires_at <= ${now} then 'expired'
        when exists (
          select from bellhop.suppressions s where s.channel = ${channel} and s.address = c.recipient
        ) then 'skipped'
        when exists (
          select from siblings s where s.id = c.id and s.newer and s.status not in
            ('queued', 'skipped', 'expired', 'failed', 'superseded')
        ) or (c.kind in ('code', 'link') and exists (
          select from candidates n where n.recipient = c.recipient and n.slug = c.slug
            and n.instance_id = c.instance_id
            and n.occurred_at > c.occurred_at and n.expires_at > ${now}
        )) then 'superseded'
        when exists (select from siblings s where s.id = c.id and not s.newer and s.busy) then 'queued'
        else 'sending'
      end as status
      from candidates c
    )
    update bellhop.messages m set
      status = v.status,
      reason = case when v.status = 'skipped' then 'suppressed' else m.reason end,
      due_at = case when v.status = 'queued' then ${heldUntil}::timestamptz else m.due_at end,
      attempt_id = case when v.status = 'sending' then ${attemptId}::uuid end,
      claimed_at = case when v.status = 'sending' then ${now}::timestamptz end,
      lease_until = case when v.status = 'sending' then ${leaseUntil}::timestamptz end,
      attempts = m.attempts + case when v.status = 'sending' then 1 else 0 end,
      finished_at = case when v.status not in ('sending', 'queued') then ${now}::timestamptz end,
      content = case when v.status in ('sending', 'queued') then m.content end
    from verdicts v
    where m.id = v.id
    returning m.id, m.channel, m.slug, m.kind, m.status, m.reason, m.recipient, m.example, m.solo,
      (select u.locale from bellhop.users u where u.id = m.user_id) as user_locale,
      m.locale, m.priority, m.content, m.occurred_at, m.created_at, m.expires_at, m.attempts`
}

/** A message that has died in the queue. */
export interface Expired {
  readonly channel: Channel
  readonly slug: string | null
  readonly kind: MessageKind
  readonly acceptedAt: Date
}

/** Closes what is past its expiry and still waits, whether or not a transport runs. */
export async function expireMessages(db: Db, now: Date): Promise<Expired[]> {
  return db
    .updateTable('messages')
    .set({ status: 'expired', finished_at: now, content: null })
    .where('status', '=', 'queued')
    .where('expires_at', '<=', now)
    .returning(['channel', 'slug', 'kind', 'created_at as acceptedAt'])
    .execute()
}

export interface Waiting {
  readonly id: string
  readonly channel: Channel
  readonly priority: number
  readonly solo: boolean
}

/**
 * Messages that somebody should be looking at: due since before `before`, or left by a worker whose
 * lease ended, or in doubt for long enough to ask the provider.
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
    .select(sql<boolean>`solo or status <> 'queued'`.as('solo'))
    .where((eb) =>
      eb.or([
        eb.and([eb('status', '=', 'queued'), eb('due_at', '<=', before)]),
        eb('lease_until', '<=', now),
      ]),
    )
    .orderBy('priority', 'desc')
    .orderBy('due_at')
    .limit(limit)
    .execute()
}

/**
 * Ends all leases. For an engine that only one process can have open: whoever held them is gone.
 */
export async function endLeases(db: Db, now: Date): Promise<void> {
  await db
    .updateTable('messages')
    .set({ lease_until: now })
    .where('lease_until', '>', now)
    .where('status', '=', 'sending')
    .execute()
}
