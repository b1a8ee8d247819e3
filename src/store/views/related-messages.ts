import { sql } from 'kysely'
import type { Channel, MessageStatus } from '../../domain/message.ts'
import { maskRecipient } from '../../domain/recipient.ts'
import type { Db } from '../engine/database.ts'

/** Another message of the same recipient or the same user. */
export interface RelatedMessage {
  readonly id: string
  readonly channel: Channel
  readonly slug: string | null
  /** Masked. */
  readonly recipient: string | null
  readonly status: MessageStatus
  readonly createdAt: Date
}

/** The newest other messages of the recipient or the user of a message. */
export async function listRelated(db: Db, id: string, most = 8): Promise<RelatedMessage[]> {
  // Materialized, so that the indexes of the recipient and the user are used and not that of the ids.
  const { rows } = await sql<RelatedMessage>`
    with one as (select lower(recipient) as recipient, user_id from bellhop.messages where id = ${id}::uuid),
    theirs as materialized (
      select m.id from bellhop.messages m, one where lower(m.recipient) = one.recipient
      union
      select m.id from bellhop.messages m, one where m.user_id = one.user_id
    )
    select m.id, m.channel, m.slug, m.recipient, m.status, m.created_at
    from bellhop.messages m
    where m.id in (
      select t.id from theirs t where t.id <> ${id}::uuid order by t.id desc limit ${most}
    )
    order by m.id desc`.execute(db)
  return rows.map((row) => ({ ...row, recipient: row.recipient && maskRecipient(row.recipient) }))
}
