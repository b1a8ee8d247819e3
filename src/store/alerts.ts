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

/** Raises an alert, which is posted at once. If there is one already, records that it still applies. */
export async function raiseAlert(db: Db, { id, type, subject, at, data }: Alert): Promise<void> {
  await sql`
    insert into bellhop.alerts (id, type, subject, data, raised_at, seen_at, due_at)
    values (${id}::uuid, ${type}, ${subject}, ${JSON.stringify(data)}::text::jsonb, ${at}, ${at}, ${at})
    on conflict (type, subject) where ended_at is null do update set seen_at = excluded.seen_at
    `.execute(db)
}

/** Records an alert about something that is over already. It is posted once. */
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

const MOST_AT_ONCE = 10

export interface DueAlert extends Alert {
  /** The number of tries, including this one. */
  readonly tries: number
}

/**
 * Takes the alerts that must be posted now. Each is due again after a time that grows with every try, unless
 * `alertPosted` is called. After `mostTries` it is given up.
 */
export async function takeDueAlerts(
  db: Db,
  now: Date,
  retry: { readonly mostTries: number; readonly firstSeconds: number; readonly factor: number },
): Promise<DueAlert[]> {
  const { rows } = await sql<DueAlert>`
    update bellhop.alerts a set
      tries = a.tries + 1,
      due_at = case when a.tries + 1 < ${retry.mostTries}::int
        then ${now}::timestamptz
          + make_interval(secs => ${retry.firstSeconds}::float8 * power(${retry.factor}::float8, a.tries))
        end
    where a.id in (
      select id from bellhop.alerts where due_at <= ${now}
      order by due_at, id limit ${MOST_AT_ONCE} for update skip locked
    )
    returning a.id, a.type, a.subject, a.data, a.raised_at as at, a.tries`.execute(db)
  return rows.sort((a, b) => a.at.getTime() - b.at.getTime())
}

export async function alertPosted(db: Db, id: string, now: Date): Promise<void> {
  await db.updateTable('alerts').set({ postedAt: now, dueAt: null }).where('id', '=', id).execute()
}
