import { sql } from 'kysely'
import type { Db } from '../engine/database.ts'

/** An alert about something that has not ended. */
export interface OpenAlert {
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
  readonly since: Date
}

// Some types report that something happened, and never end.
const SEEN_WITHIN_MS = 24 * 3_600_000
const MOST = 20

/** The alerts that have not ended and applied within the last day, the newest first. */
export async function listOpenAlerts(db: Db, now: Date): Promise<OpenAlert[]> {
  const { rows } = await sql<OpenAlert>`
    select type, data, raised_at as since from bellhop.alerts
    where ended_at is null and seen_at > ${new Date(now.getTime() - SEEN_WITHIN_MS)}
    order by raised_at desc, id limit ${MOST}`.execute(db)
  return rows
}
