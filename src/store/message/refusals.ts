import { sql } from 'kysely'
import { type MessageSummary, NOT_YET_SENT } from '../../domain/message.ts'
import type { MessageRef } from '../../domain/message-ref.ts'
import type { Db } from '../engine/database.ts'
import { anyOf } from './rules.ts'

/** A message that was refused while others were accepted. */
export interface LoneRefusal extends MessageSummary {
  readonly id: string
  readonly reason: string | null
}

/**
 * Whether the provider also refused a message to another recipient and has accepted nothing since. Then
 * the recipients are not the cause. A message that was refused, and tried again after others were
 * accepted, does not count.
 */
export async function isRefusedToOthersToo(db: Db, id: string): Promise<boolean> {
  const { rows } = await sql`
    select from bellhop.messages m join bellhop.messages n
      on n.provider = m.provider and lower(n.recipient) <> lower(m.recipient)
    where m.id = ${id}::uuid and m.refused_at is not null and not m.refused_before
      and n.refused_at is not null and not n.refused_before and n.status in ${anyOf(NOT_YET_SENT)}
      and not ${acceptedSince('n', ANYBODY)}
    limit 1`.execute(db)
  return rows.length > 0
}

/** Queued messages that were refused, although their provider works and has accepted others since. */
export async function findLoneRefusals(db: Db): Promise<LoneRefusal[]> {
  const { rows } = await sql<LoneRefusal>`
    select m.id, m.channel, m.slug, m.kind, m.reason, m.created_at
    from bellhop.messages m
    where m.refused_at is not null and m.status = 'queued' and ${acceptedSince('m', OTHERS)}
      and not exists (
        select from bellhop.transports t
        where t.provider = m.provider and t.stopped_by is not null
      )`.execute(db)
  return rows
}

/**
 * Makes the messages due at once that the provider did not accept because of `cause`: it works again. A
 * message whose recipient may be the cause gets one more try.
 */
export async function releaseRefused(
  db: Db,
  provider: string,
  cause: string,
  now: Date,
): Promise<MessageRef[]> {
  const { rows } = await sql<MessageRef>`
    update bellhop.messages set
      due_at = ${now}, refused_at = null, refused_before = refused_before or refused_at is not null
    where status = 'queued' and provider = ${provider} and not (refused_before and refused_at is not null)
      and (refused_at is not null or reason = ${cause})
    returning id, channel, priority, solo`.execute(db)
  return rows
}

// If the same recipient was reached since then, another try is worth making.
const OTHERS = sql`lower(s.recipient) is distinct from lower(m.recipient)`
const ANYBODY = sql`true`

// There is no index on sent_at, but ids begin with their time: only messages younger than the refusal, or at
// most a minute older, are read.
function acceptedSince(refused: 'm' | 'n', whom: ReturnType<typeof sql>) {
  const { provider, refusedAt } = {
    provider: sql.ref(`${refused}.provider`),
    refusedAt: sql.ref(`${refused}.refused_at`),
  }
  return sql`exists (
    select from bellhop.messages s
    where s.provider = ${provider} and s.sent_at >= ${refusedAt} and ${whom}
      and s.id >= (lpad(to_hex((extract(epoch from ${refusedAt} - interval '1 minute') * 1000)::bigint),
        12, '0') || '70008000000000000000')::uuid
  )`
}
