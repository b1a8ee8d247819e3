import { sql } from 'kysely'
import type { Channel } from '../domain/message.ts'
import type { Fallback } from '../domain/template.ts'
import type { Attempt } from './attempts.ts'
import type { Db } from './database.ts'
import { byId } from './waiting.ts'

// Claims of one channel follow one another, so that an older and a newer code of the same person are
// never judged side by side.
const CLAIM_LOCKS: Record<Channel, number> = { email: 7_205_356, sms: 7_205_357 }

/** From now to the end of the transaction, nobody else claims or takes over on this channel. */
export async function lockClaims(tx: Db, channel: Channel): Promise<void> {
  await sql`select pg_advisory_xact_lock(${CLAIM_LOCKS[channel]})`.execute(tx)
}

/** How long a newer code waits for an older one whose request has got no usable answer. */
export const PATIENCE_MS = 12_000

/** How a message of an attempt was written. */
export interface Written {
  readonly id: string
  readonly template: string
  readonly fallback: Fallback | null
  readonly locale: string
}

export interface Claim {
  readonly attempt: Attempt
  readonly written: readonly Written[]
  /** From then on another worker may take the attempt over; asked once the lock is ours. */
  readonly leaseUntil: () => Date
  /** When a message that is held back for an older one may be looked at again. */
  readonly heldUntil: Date
}

/** What a claim found a message to be. All but the ready ones are settled with that, or held back. */
export type Verdict = 'ready' | 'held' | 'expired' | 'skipped' | 'superseded'

export type Claimed =
  /** The attempt is stored, its messages are `sending` and belong to it until its lease ends. */
  | { readonly kind: 'begun' }
  /** Nothing may be asked. A member without a verdict was taken or moved by somebody else. */
  | { readonly kind: 'not-begun'; readonly verdicts: ReadonlyMap<string, Verdict> }

/**
 * Stores the attempt if every one of its messages may be sent now. Where one may not, it is settled on
 * the spot (the dead, the suppressed, a code or link that is older than one on its way to the same
 * recipient) and the attempt is not begun. One whose predecessor is being asked for right now stays
 * queued for a moment, so that the two cannot arrive in the wrong order.
 */
export async function beginAttempt(db: Db, channel: Channel, claim: Claim): Promise<Claimed> {
  const { rows } = await db.transaction().execute(async (tx) => {
    await lockClaims(tx, channel)
    return beginStatement(channel, claim).execute(tx)
  })
  if (rows.some(({ begun }) => begun)) return { kind: 'begun' }
  return { kind: 'not-begun', verdicts: new Map(rows.map(({ id, verdict }) => [id, verdict])) }
}

function beginStatement(channel: Channel, { attempt, written, leaseUntil, heldUntil }: Claim) {
  const now = attempt.startedAt
  const impatientSince = new Date(now.getTime() - PATIENCE_MS)
  const leaseEnd = leaseUntil()
  return sql<{ id: string; verdict: Verdict; begun: boolean }>`
    with ${byId(attempt.messageIds, sql`for update skip locked`)},
    candidates as (
      select * from asked where status = 'queued' and due_at <= ${now}
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
        when exists (select from siblings s where s.id = c.id and not s.newer and s.busy) then 'held'
        else 'ready'
      end as verdict
      from candidates c
    ),
    begun as (
      insert into bellhop.attempts (id, provider, idempotency_key, message_ids, body, started_at)
      select ${attempt.id}::uuid, ${attempt.provider}, ${attempt.idempotencyKey},
        ${attempt.messageIds}::uuid[], ${attempt.body}, ${now}
      where (select count(*) from verdicts where verdict = 'ready') = ${written.length}
      returning id
    ),
    claimed as (
      update bellhop.messages m set
        status = 'sending', attempt_id = begun.id, claimed_at = ${now}, lease_until = ${leaseEnd},
        asking = true, attempts = m.attempts + 1, provider = ${attempt.provider},
        template = w.template, fallback = w.fallback, locale = w.locale
      from begun, jsonb_to_recordset(${JSON.stringify(written)}::text::jsonb)
        as w(id uuid, template text, fallback text, locale text)
      where m.id = w.id
    ),
    settled as (
      update bellhop.messages m set
        status = case when v.verdict = 'held' then 'queued' else v.verdict end,
        reason = case when v.verdict = 'skipped' then 'suppressed' else m.reason end,
        due_at = case when v.verdict = 'held' then ${heldUntil}::timestamptz else m.due_at end,
        finished_at = case when v.verdict <> 'held' then ${now}::timestamptz end,
        content = case when v.verdict = 'held' then m.content end
      from verdicts v
      where m.id = v.id and v.verdict <> 'ready'
    )
    select id, verdict, exists (select from begun) as begun from verdicts`
}
