import { sql } from 'kysely'
import type { Db } from './engine/database.ts'

/** What all instances share about a provider. */
export interface TransportState {
  /** Null if the provider names no limit. */
  readonly requestsPerSecond: number | null
  /** The error that stopped it; null while it works. */
  readonly stoppedBy: string | null
  /** From then on the stop is certain; before, it may be chance. */
  readonly confirmedAt: Date | null
}

/** When the next request to a provider may be made. */
export interface Reservation extends TransportState {
  readonly at: Date
  /** The provider is stopped, and this request tests whether it works again. */
  readonly probe: boolean
}

// Ten per cent slower than allowed: requests that are sent evenly do not arrive evenly.
const MARGIN = 1.1

/** Makes sure that the provider has a row. If there is one, it stays as it is. */
export async function ensureTransport(
  db: Db,
  provider: string,
  requestsPerSecond: number | null,
): Promise<void> {
  await sql`
    insert into bellhop.transports (provider, requests_per_second)
    values (${provider}, ${requestsPerSecond})
    on conflict (provider) do nothing`.execute(db)
}

export async function readTransport(db: Db, provider: string): Promise<TransportState | null> {
  const row = await db
    .selectFrom('transports')
    .select(['requestsPerSecond', 'stoppedBy', 'confirmedAt'])
    .where('provider', '=', provider)
    .executeTakeFirst()
  return row ?? null
}

/**
 * Reserves the next request, for all instances in one place. Requests are evenly spaced, so that they keep
 * the provider's limit in every window, wherever it begins. While the provider is stopped, one caller at a
 * time may make a probe, as often as `stopTransport` was called with.
 */
export async function reserveRequest(db: Db, provider: string, now: Date): Promise<Reservation> {
  const { rows } = await sql<Reservation>`
    select * from bellhop.reserve_request(${provider}, ${now}, ${MARGIN})`.execute(db)
  const [reservation] = rows
  if (!reservation) throw new Error(`${provider} has no row in transports`)
  return reservation
}

/** Stores the limit that the provider has named. */
export async function setRate(
  db: Db,
  provider: string,
  requestsPerSecond: number | null,
): Promise<void> {
  await db
    .updateTable('transports')
    .set({ requestsPerSecond })
    .where('provider', '=', provider)
    .execute()
}

/** No instance makes a request to the provider before `until`. */
export async function holdTransport(db: Db, provider: string, until: Date): Promise<void> {
  await sql`
    update bellhop.transports set next_request_at = greatest(next_request_at, ${until})
    where provider = ${provider}`.execute(db)
}

/** When a provider that is stopped is tried again. */
export interface Probes {
  readonly firstAfterMs: number
  readonly everyMs: number
  /** How long the stop may be chance: until then no alert reports it. */
  readonly certainAfterMs: number
}

/** Stops the provider until a probe succeeds. True if it was not stopped by this cause before. */
export async function stopTransport(
  db: Db,
  provider: string,
  cause: string,
  now: Date,
  { firstAfterMs, everyMs, certainAfterMs }: Probes,
): Promise<boolean> {
  const after = (ms: number) => new Date(now.getTime() + ms)
  const { rows } = await sql`
    update bellhop.transports t set stopped_by = ${cause}, probe_every_ms = ${everyMs},
      probe_at = ${after(firstAfterMs)},
      confirmed_at = coalesce(t.confirmed_at, ${after(certainAfterMs)})
    from (select provider, stopped_by from bellhop.transports where provider = ${provider} for update) old
    where t.provider = old.provider and old.stopped_by is distinct from ${cause}
    returning t.provider`.execute(db)
  return rows.length > 0
}

/** The provider works. True if it was stopped. */
export async function resumeTransport(db: Db, provider: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('transports')
    .set({ stoppedBy: null, confirmedAt: null, probeAt: null })
    .where('provider', '=', provider)
    .where('stoppedBy', 'is not', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** If the provider is stopped, the next message to it is a probe. */
export async function probeNext(db: Db, provider: string, now: Date): Promise<void> {
  await db
    .updateTable('transports')
    .set({ probeAt: now })
    .where('provider', '=', provider)
    .where('stoppedBy', 'is not', null)
    .execute()
}
