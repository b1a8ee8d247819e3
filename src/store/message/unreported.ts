import { sql } from 'kysely'
import type { Channel } from '../../domain/message.ts'
import type { Db } from '../engine/database.ts'

export interface Unreported {
  readonly id: string
  readonly providerMessageId: string
}

const MINUTE_MS = 60_000
/** Reports come within seconds, so after this time one has been lost. */
const FIRST_AFTER_MS = 15 * MINUTE_MS
const AGAIN_AFTER_MS = 6 * 60 * MINUTE_MS
/** Many carriers never report a delivery. Then the message stays `sent`. */
const UNTIL_MS = 3 * 24 * 60 * MINUTE_MS

/**
 * Takes up to `most` messages that the provider accepted and never reported on, and records the time of
 * this check. None while messages are due on the channel, because requests share the provider's limit.
 */
export async function takeUnreported(
  db: Db,
  provider: string,
  channel: Channel,
  now: Date,
  most: number,
): Promise<Unreported[]> {
  const before = (ms: number) => new Date(now.getTime() - ms)
  const { rows } = await sql<Unreported>`
    update bellhop.messages m set checked_at = ${now}
    where m.id in (
      select id from bellhop.messages
      where status = 'sent' and provider = ${provider} and provider_message_id is not null
        and sent_at <= ${before(FIRST_AFTER_MS)} and sent_at > ${before(UNTIL_MS)}
        and (checked_at is null or checked_at <= ${before(AGAIN_AFTER_MS)})
        and not exists (
          select from bellhop.messages q
          where q.status = 'queued' and q.channel = ${channel} and q.due_at <= ${now}
        )
      order by sent_at
      limit ${most}
      for update skip locked
    )
    returning m.id, m.provider_message_id`.execute(db)
  return rows
}
