import { type Selectable, sql } from 'kysely'
import type { Encryptable } from '../../domain/content-cipher.ts'
import type { MessageContent } from '../../domain/message.ts'
import type { MessageTable } from '../engine/schema.ts'

type MessageRow = Readonly<Omit<Selectable<MessageTable>, 'content'>>

/** A message that is not finished: its whole row, so that a new column needs no entry here. */
export interface OpenMessage extends MessageRow {
  readonly content: Encryptable<MessageContent> | null
  /** The language of the user that the message belongs to, if it is known. */
  readonly userLocale: string | null
}

/** The columns of an `OpenMessage`, for a statement that reads or returns a message `m`. */
export const OPEN_MESSAGE = sql`m.*, (
  select u.locale from bellhop.users u where u.id = m.user_id and u.instance_id = m.instance_id
) as user_locale`

/** A row of `OPEN_MESSAGE`. */
export type OpenMessageRow = Omit<OpenMessage, 'content'> & { readonly content: string | null }

export function toOpenMessage<Row extends OpenMessageRow>(
  row: Row,
): Omit<Row, 'content'> & Pick<OpenMessage, 'content'> {
  return { ...row, content: row.content === null ? null : JSON.parse(row.content) }
}
