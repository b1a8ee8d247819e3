import { sql } from 'kysely'
import type { Db } from '../engine/database.ts'

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

// Each step reads one entry of the index of the column, so the number of messages does not matter.
async function valuesOf(
  db: Db,
  column: 'slug' | 'locale' | 'provider' | 'reason',
): Promise<string[]> {
  const name = sql.ref(column)
  const { rows } = await sql<{ value: string }>`
    with recursive seen(value) as (
      (select ${name} from bellhop.messages where ${name} is not null order by ${name} limit 1)
      union all
      select (
        select m.${name} from bellhop.messages m
        where m.${name} > seen.value order by m.${name} limit 1
      ) from seen where seen.value is not null
    )
    select value from seen where value is not null limit ${MOST}`.execute(db)
  return rows.map(({ value }) => value)
}
