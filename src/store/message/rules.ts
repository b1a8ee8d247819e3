import { sql } from 'kysely'
import {
  ARRIVED,
  HELD_BACK,
  MAY_BE_SENT_AGAIN,
  type MessageStatus,
  NEVER_SENT,
  type SkipReason,
  UNANSWERED,
} from '../../domain/message.ts'

/** The lists of statuses and reasons that functions of the database use: `{{ARRIVED}}` is replaced by its entries. */
export const STATUS_LISTS: Readonly<Record<string, readonly (MessageStatus | SkipReason)[]>> = {
  ARRIVED,
  HELD_BACK,
  MAY_BE_SENT_AGAIN,
  NEVER_SENT,
  UNANSWERED,
}

/** A list in a statement: `m.status in ${anyOf(NEVER_SENT)}`. Literals, so that partial indexes fit. */
export function anyOf(entries: readonly (MessageStatus | SkipReason)[]) {
  return sql`(${sql.join(entries.map((entry) => sql.lit(entry)))})`
}
