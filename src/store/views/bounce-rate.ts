import { sql } from 'kysely'
import { WITH_PROVIDER } from '../../domain/message.ts'
import type { Db } from '../engine/database.ts'
import { anyOf } from '../message/rules.ts'

/** The number of emails that were accepted since then and sent, and how many of them bounced. */
export async function countBounces(
  db: Db,
  since: Date,
): Promise<{ readonly sent: number; readonly bounced: number }> {
  const { rows } = await sql<{ sent: number; bounced: number }>`
    select count(*)::int as sent, (count(*) filter (where status = 'bounced'))::int as bounced
    from bellhop.messages
    where channel = 'email' and status in ${anyOf(WITH_PROVIDER)} and status <> 'undelivered'
      and id >= ${firstIdOf(since)}::uuid`.execute(db)
  return rows[0] ?? { sent: 0, bounced: 0 }
}

// Ids are UUIDs of version 7 and begin with the time.
function firstIdOf(at: Date): string {
  const ms = at.getTime().toString(16).padStart(12, '0')
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7000-8000-000000000000`
}
