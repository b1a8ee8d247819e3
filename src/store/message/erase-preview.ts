import { sql } from 'kysely'
import type { Db } from '../engine/database.ts'
import {
  addressesOf,
  isTheirCapture,
  isTheirMessage,
  isTheirSuppression,
  isTheirUser,
  knownWith,
  type Whom,
} from './erase.ts'

/** The number of rows that erasing would change or delete. */
export interface ErasePreview {
  readonly users: number
  /** They stay, without their recipients and contents. */
  readonly messages: number
  /** Of these, the ones that wait and would not be sent. */
  readonly waiting: number
  readonly captured: number
  readonly suppressions: number
  /** Different addresses and numbers. */
  readonly addresses: number
}

/** Says what `erase` would do, by the same conditions, and changes nothing. */
export async function previewErase(db: Db, whom: Whom): Promise<ErasePreview> {
  const users = await db
    .selectFrom('users')
    .select(['emailAddress', 'phoneNumber'])
    .where(isTheirUser(whom))
    .execute()
  const addresses = await addressesOf(db, whom, users)
  const { rows: messages } = await sql<{ id: string; recipient: string | null; status: string }>`
    select id, recipient, status from bellhop.messages
    where ${isTheirMessage(whom, addresses)}`.execute(db)
  const ids = messages.map(({ id }) => id)
  const known = knownWith(addresses, messages)
  const { rows } = await sql<{ captured: number; suppressions: number }>`
    select (
        select count(*)::int from bellhop.captured_messages c
        where ${isTheirCapture(whom, ids, addresses)}
      ) as captured, (
        select count(*)::int from bellhop.suppressions s
        where ${isTheirSuppression(whom, known)}
      ) as suppressions`.execute(db)
  return {
    users: users.length,
    messages: messages.length,
    waiting: messages.filter(({ status }) => status === 'queued').length,
    captured: rows[0]?.captured ?? 0,
    suppressions: rows[0]?.suppressions ?? 0,
    addresses: new Set(known.map((address) => address.toLowerCase())).size,
  }
}
