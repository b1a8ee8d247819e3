import { sql } from 'kysely'
import type { MessageRef } from '../../domain/message-ref.ts'
import type { Db } from '../engine/database.ts'
import { ID_SLACK_MS, idFloor } from '../engine/first-uuid-at.ts'

/** Whether the provider has accepted a message since then, of any instance. */
export async function hasAcceptedSince(db: Db, provider: string, since: Date): Promise<boolean> {
  // There is no index on sent_at. Ids begin with their time, so older messages are not read.
  const row = await db
    .selectFrom('messages')
    .select('id')
    .where('id', '>=', idFloor(since, -ID_SLACK_MS))
    .where('provider', '=', provider)
    .where('sentAt', '>=', since)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/**
 * Makes the messages due at once that the provider has put off, if they are at least this urgent: another
 * provider takes them. That one has not refused their recipients.
 */
export async function releaseToStandBy(
  db: Db,
  provider: string,
  leastPriority: number,
  now: Date,
): Promise<MessageRef[]> {
  const { rows } = await sql<MessageRef>`
    update bellhop.messages set due_at = ${now}, refused_at = null
    where status = 'queued' and provider = ${provider} and due_at > ${now}
      and priority >= ${leastPriority}
    returning id, channel, priority, solo`.execute(db)
  return rows
}
