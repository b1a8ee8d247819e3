import { sql } from 'kysely'
import type { Db } from '../engine/database.ts'

// More would be of no use in a list to choose from.
const MOST = 50

/**
 * The ids of the Clerk instances that the ledger has messages of. Each step reads one entry of the index, so
 * the number of messages does not matter.
 */
export async function listInstances(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive seen(id) as (
      (select instance_id from bellhop.messages order by instance_id limit 1)
      union all
      select (
        select m.instance_id from bellhop.messages m
        where m.instance_id > seen.id order by m.instance_id limit 1
      ) from seen where seen.id is not null
    )
    select id from seen where id is not null limit ${MOST}`.execute(db)
  return rows.map(({ id }) => id)
}
