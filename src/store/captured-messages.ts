import type { CapturedMessage } from '../domain/captured-message.ts'
import type { Channel } from '../domain/message.ts'
import type { Db } from './database.ts'

/** Keeps what the capture transport was given. The same message twice is kept once. */
export async function saveCaptured(db: Db, message: CapturedMessage, at: Date): Promise<void> {
  await db
    .insertInto('captured_messages')
    .values({
      message_id: message.id,
      channel: message.channel,
      recipient: message.to,
      captured_at: at,
      content: JSON.stringify(message),
    })
    .onConflict((conflict) => conflict.column('message_id').doNothing())
    .execute()
}

export interface CapturedFilter {
  readonly to?: string | undefined
  readonly channel?: Channel | undefined
  readonly id?: string | undefined
  readonly since?: Date | undefined
  readonly limit: number
}

/** The captured messages, newest first, with when they were captured. */
export async function listCaptured(
  db: Db,
  filter: CapturedFilter,
): Promise<(CapturedMessage & { readonly capturedAt: Date })[]> {
  let query = db.selectFrom('captured_messages').select(['content', 'captured_at'])
  if (filter.to) query = query.where('recipient', '=', filter.to)
  if (filter.channel) query = query.where('channel', '=', filter.channel)
  if (filter.id) query = query.where('message_id', '=', filter.id)
  if (filter.since) query = query.where('captured_at', '>=', filter.since)
  const rows = await query
    .orderBy('captured_at', 'desc')
    .orderBy('message_id', 'desc')
    .limit(filter.limit)
    .execute()
  return rows.map(({ content, captured_at }) => ({ ...content, capturedAt: captured_at }))
}
