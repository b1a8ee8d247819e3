import { sql } from 'kysely'
import type { Db } from '../engine/database.ts'
import { distinctValues } from '../engine/distinct-values.ts'

// More would be of no use in a list to choose from.
const MOST = 50

/** The ids of the Clerk instances that the ledger has messages of. */
export async function listInstances(db: Db): Promise<string[]> {
  const ids = distinctValues('messages', 'instanceId')
  const { rows } = await sql<{ value: string }>`${ids} limit ${MOST}`.execute(db)
  return rows.map(({ value }) => value)
}
