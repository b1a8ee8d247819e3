import { sql } from 'kysely'
import type { Db } from './engine/database.ts'

/** Something that a person should know. It contains names, numbers and ids, but nothing about people. */
export interface Alert {
  readonly id: string
  readonly type: string
  /** The subject of the alert. While it lasts, there is one alert of each type for each subject. */
  readonly subject: string
  readonly at: Date
  readonly data: Readonly<Record<string, unknown>>
}

// Any number that no other lock uses.
const LOCK = 7_205_358

/** Runs `check` unless another instance is running it: one instance checks for all. */
export async function checkAlone(db: Db, check: (tx: Db) => Promise<void>): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ locked: boolean }>`
      select pg_try_advisory_xact_lock(${LOCK}) as locked`.execute(tx)
    if (rows[0]?.locked) await check(tx)
  })
}

/** Raises an alert, which every target is told at once. If there is one already, records that it still applies. */
export async function raiseAlert(db: Db, { id, type, subject, at, data }: Alert): Promise<void> {
  await sql`
    insert into bellhop.alerts (id, type, subject, data, raised_at, seen_at, due_at)
    values (${id}::uuid, ${type}, ${subject}, ${JSON.stringify(data)}::text::jsonb, ${at}, ${at}, ${at})
    on conflict (type, subject) where ended_at is null do update set seen_at = excluded.seen_at
    `.execute(db)
}

/** Records an alert about something that is over already. Every target is told once. */
export async function noteAlert(db: Db, { id, type, subject, at, data }: Alert): Promise<void> {
  await sql`
    insert into bellhop.alerts (id, type, subject, data, raised_at, seen_at, ended_at, due_at)
    values (${id}::uuid, ${type}, ${subject}, ${JSON.stringify(data)}::text::jsonb,
      ${at}, ${at}, ${at}, ${at})`.execute(db)
}

/** Ends the alerts of a type that were not seen since `quietSince`. Returns their subjects. */
export async function endAlerts(
  db: Db,
  type: string,
  quietSince: Date,
  now: Date,
): Promise<{ readonly subject: string; readonly raisedAt: Date }[]> {
  return db
    .updateTable('alerts')
    .set({ endedAt: now })
    .where('type', '=', type)
    .where('endedAt', 'is', null)
    .where('seenAt', '<', quietSince)
    .returning(['subject', 'raisedAt'])
    .execute()
}

export async function deleteAlertsEndedBefore(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('alerts').where('endedAt', '<', before).where('dueAt', 'is', null).execute()
}
