import { sql } from 'kysely'
import type { Alert } from './alerts.ts'
import type { Db } from './engine/database.ts'

/** Hands each alert that nobody was told yet to these targets. */
export async function handOutAlerts(db: Db, targets: readonly string[], now: Date): Promise<void> {
  // One statement, so that a crash loses no alert. The row of an alert is taken once, by any instance.
  await sql`
    with fresh as (
      update bellhop.alerts set due_at = null where id in (
        select id from bellhop.alerts where due_at <= ${now} for update skip locked
      )
      returning id
    )
    insert into bellhop.alert_deliveries (alert_id, target, due_at)
    select fresh.id, target, ${now}::timestamptz
    from fresh cross join unnest(${targets}::text[]) as target
    on conflict do nothing`.execute(db)
}

/** Makes it due that these targets are told which of their open alerts have ended. */
export async function handOutEnds(db: Db, targets: readonly string[], now: Date): Promise<void> {
  await sql`
    update bellhop.alert_deliveries d set phase = 'ending', tries = 0, due_at = ${now}
    from bellhop.alerts a
    where a.id = d.alert_id and d.phase = 'open' and a.ended_at is not null
      and d.target = any(${targets}::text[])`.execute(db)
}

/** What one target must be told now. */
export interface DueDelivery extends Alert {
  readonly endedAt: Date | null
  readonly phase: 'raised' | 'ending'
  /** The number of tries, including this one. */
  readonly tries: number
}

const MOST_AT_ONCE = 10

/**
 * Takes what a target must be told now. Each is due again after a time that grows with every try, unless
 * another function here says otherwise. After `mostTries` it is given up.
 */
export async function takeDueDeliveries(
  db: Db,
  target: string,
  now: Date,
  retry: { readonly mostTries: number; readonly firstSeconds: number; readonly factor: number },
): Promise<DueDelivery[]> {
  const { rows } = await sql<DueDelivery>`
    update bellhop.alert_deliveries d set
      tries = d.tries + 1,
      due_at = case when d.tries + 1 < ${retry.mostTries}::int
        then ${now}::timestamptz
          + make_interval(secs => ${retry.firstSeconds}::float8 * power(${retry.factor}::float8, d.tries))
        end
    from bellhop.alerts a
    where a.id = d.alert_id and d.target = ${target} and d.alert_id in (
      select alert_id from bellhop.alert_deliveries
      where target = ${target} and due_at <= ${now}
      order by due_at, alert_id limit ${MOST_AT_ONCE} for update skip locked
    )
    returning a.id, a.type, a.subject, a.data, a.raised_at as at, a.ended_at as "endedAt",
      d.phase, d.tries`.execute(db)
  return rows.sort((a, b) => a.at.getTime() - b.at.getTime())
}

/** One delivery. */
export interface DeliveryKey {
  readonly alertId: string
  readonly target: string
}

/** The target was told. `next` is `open` if it must also be told when the problem is over. */
export async function deliveryPosted(
  db: Db,
  key: DeliveryKey,
  next: 'raised' | 'open' | 'ending',
  now: Date,
): Promise<void> {
  await update(db, key, { phase: next, postedAt: now, dueAt: null })
}

/** The target is not told any more. */
export async function deliveryGivenUp(db: Db, key: DeliveryKey): Promise<void> {
  await update(db, key, { dueAt: null })
}

/** The target asked to be left alone until then. */
export async function deliveryNotBefore(db: Db, key: DeliveryKey, earliest: Date): Promise<void> {
  await db
    .updateTable('alertDeliveries')
    .set({ dueAt: earliest })
    .where('alertId', '=', key.alertId)
    .where('target', '=', key.target)
    .where('dueAt', '<', earliest)
    .execute()
}

async function update(
  db: Db,
  { alertId, target }: DeliveryKey,
  values: { phase?: 'raised' | 'open' | 'ending'; postedAt?: Date; dueAt: null },
): Promise<void> {
  await db
    .updateTable('alertDeliveries')
    .set(values)
    .where('alertId', '=', alertId)
    .where('target', '=', target)
    .execute()
}
