import { sql } from 'kysely'
import type { Db } from './engine/database.ts'

/** What all instances share about a provider. */
export interface TransportState {
  /** Null: the provider names no limit. */
  readonly requestsPerSecond: number | null
  /** The error that stopped it; null while it may be asked. */
  readonly stoppedBy: string | null
  /** Until then the stop may be chance. */
  readonly confirmedAt: Date | null
}

/** When the next request to a provider may be made. */
export interface Turn extends TransportState {
  readonly at: Date
  /** The provider is stopped, and this request is the one that tries whether it works again. */
  readonly probe: boolean
}

// Ten per cent slower than allowed: requests that leave evenly do not arrive evenly.
const MARGIN = 1.1

/** Makes sure that the provider has a row. What other instances have learnt about it stays. */
export async function introduceTransport(
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
    .select([
      'requestsPerSecond as requestsPerSecond',
      'stoppedBy as stoppedBy',
      'confirmedAt as confirmedAt',
    ])
    .where('provider', '=', provider)
    .executeTakeFirst()
  return row ?? null
}

/**
 * Reserves the next turn, for all instances in one place. Turns are evenly spaced, so that no window
 * of the provider's holds more than it allows, wherever it begins. While the provider is stopped, one
 * caller is let through now and then, as often as was said when it was stopped.
 */
export async function reserveTurn(db: Db, provider: string, now: Date): Promise<Turn> {
  const { rows } = await sql<Turn>`
    update bellhop.transports t set
      next_request_at = case
        when old.stopped_by is null and old.requests_per_second is not null
        then old.turn_at + make_interval(secs => ${MARGIN} / old.requests_per_second)
        else t.next_request_at end,
      probe_at = case when old.probe
        then ${now}::timestamptz + make_interval(secs => old.probe_every_ms / 1000.0)
        else t.probe_at end
    from (
      select *, greatest(next_request_at, ${now}) as turn_at,
        stopped_by is not null and probe_at <= ${now} as probe
      from bellhop.transports where provider = ${provider} for update
    ) old
    where t.provider = old.provider
    returning old.turn_at as at, old.probe, old.stopped_by,
      old.confirmed_at,
      old.requests_per_second`.execute(db)
  const [turn] = rows
  if (!turn) throw new Error(`${provider} was not introduced`)
  return turn
}

/** Takes over the provider's own word on how fast it may be asked. */
export async function setRate(
  db: Db,
  provider: string,
  requestsPerSecond: number | null,
): Promise<void> {
  await db
    .updateTable('transports')
    .set({ requestsPerSecond: requestsPerSecond })
    .where('provider', '=', provider)
    .execute()
}

/** Nobody asks the provider before `until`. */
export async function holdTransport(db: Db, provider: string, until: Date): Promise<void> {
  await sql`
    update bellhop.transports set next_request_at = greatest(next_request_at, ${until})
    where provider = ${provider}`.execute(db)
}

/** When a provider that is stopped is tried again. */
export interface Probes {
  readonly firstAfterMs: number
  readonly everyMs: number
  /** Until then the stop may be chance, and no alert reports it. */
  readonly certainAfterMs: number
}

/** Stops the provider until a probe gets through. True for the first to say so. */
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

/** The next message of a provider that is stopped is a probe. */
export async function probeNext(db: Db, provider: string, now: Date): Promise<void> {
  await db
    .updateTable('transports')
    .set({ probeAt: now })
    .where('provider', '=', provider)
    .where('stoppedBy', 'is not', null)
    .execute()
}
