import { sql } from 'kysely'
import {
  ARRIVED,
  MAY_BE_SENT_AGAIN,
  type MessageStatus,
  NEVER_SENT,
  UNANSWERED,
} from '../../domain/message.ts'

/** The lists of statuses that functions of the database use: `{{NEVER_SENT}}` is replaced by its statuses. */
export const STATUS_LISTS: Readonly<Record<string, readonly MessageStatus[]>> = {
  ARRIVED,
  MAY_BE_SENT_AGAIN,
  NEVER_SENT,
  UNANSWERED,
}

/** A list of statuses in a statement: `m.status in ${anyOf(NEVER_SENT)}`. Literals, so that partial indexes fit. */
export function anyOf(statuses: readonly MessageStatus[]) {
  return sql`(${sql.join(statuses.map((status) => sql.lit(status)))})`
}
