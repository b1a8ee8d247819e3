import { sql } from 'kysely'
import type { Db } from '../engine/database.ts'
import { distinctValues } from '../engine/distinct-values.ts'

// More would be of no use in a list to choose from.
const MOST = 100

/** The slugs of the messages in the ledger. */
export const listSlugs = (db: Db) => valuesOf(db, 'slug')
/** The languages that messages in the ledger were written in (BCP 47). */
export const listLanguages = (db: Db) => valuesOf(db, 'locale')
/** The providers that were asked to send messages in the ledger. */
export const listProviders = (db: Db) => valuesOf(db, 'provider')
/** The reasons of messages in the ledger, such as `suppressed`. */
export const listReasons = (db: Db) => valuesOf(db, 'reason')

async function valuesOf(
  db: Db,
  column: 'slug' | 'locale' | 'provider' | 'reason',
): Promise<string[]> {
  const values = distinctValues('messages', column)
  const { rows } = await sql<{ value: string }>`${values} limit ${MOST}`.execute(db)
  return rows.map(({ value }) => value)
}
