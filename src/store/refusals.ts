import { sql } from 'kysely'
import type { Channel, MessageKind } from '../domain/message.ts'
import type { Db } from './database.ts'

/** A message that was refused while others got through. */
export interface LoneRefusal {
  readonly id: string
  readonly channel: Channel
  readonly slug: string | null
  readonly kind: MessageKind
  readonly provider: string
  readonly reason: string | null
  readonly acceptedAt: Date
}

/**
 * Whether the provider refused a message to another recipient in the same way as this one, and took
 * nothing since: then it is not the recipients' fault.
 */
export async function isRefusedToOthersToo(db: Db, id: string): Promise<boolean> {
  const { rows } = await sql`
    select from bellhop.messages m join bellhop.messages n
      on n.provider = m.provider and lower(n.recipient) <> lower(m.recipient)
    where m.id = ${id}::uuid and m.refused_at is not null
      and n.refused_at is not null and n.status in ('queued', 'sending')
      and not ${tookSince('n', ANYBODY)}
    limit 1`.execute(db)
  return rows.length > 0
}

/** Messages that wait after a refusal, although their provider works and has taken others since. */
export async function findLoneRefusals(db: Db): Promise<LoneRefusal[]> {
  const { rows } = await sql<LoneRefusal>`
    select m.id, m.channel, m.slug, m.kind, m.provider, m.reason, m.created_at as "acceptedAt"
    from bellhop.messages m
    where m.refused_at is not null and m.status = 'queued' and ${tookSince('m', OTHERS)}
      and not exists (
        select from bellhop.transports t
        where t.provider = m.provider and t.stopped_by is not null
      )`.execute(db)
  return rows
}

/** The provider works again: what it refused while it did not gets another chance at once. */
export async function forgetRefusals(db: Db, provider: string, now: Date): Promise<void> {
  await sql`
    update bellhop.messages set refused_at = null, due_at = ${now}
    where refused_at is not null and status = 'queued' and provider = ${provider}`.execute(db)
}

// That the same recipient was reached since then speaks for another try.
const OTHERS = sql`lower(s.recipient) is distinct from lower(m.recipient)`
const ANYBODY = sql`true`

// Ids begin with their time. Only messages that are younger than the refusal, or a minute older, are
// looked at: there is no index of when messages were sent.
function tookSince(refused: 'm' | 'n', whom: ReturnType<typeof sql>) {
  const { provider, refusedAt } = {
    provider: sql.ref(`${refused}.provider`),
    refusedAt: sql.ref(`${refused}.refused_at`),
  }
  return sql`exists (
    select from bellhop.messages s
    where s.provider = ${provider} and s.sent_at > ${refusedAt} and ${whom}
      and s.id >= (lpad(to_hex((extract(epoch from ${refusedAt} - interval '1 minute') * 1000)::bigint),
        12, '0') || '70008000000000000000')::uuid
  )`
}
