import { sql } from 'kysely'
import type { Channel, MessageStatus } from '../../domain/message.ts'
import type { Db } from '../engine/database.ts'
import { ID_SLACK_MS, idFloor } from '../engine/first-uuid-at.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Seconds from accepted to sent; null if nothing was sent. */
export interface Latency {
  readonly count: number
  readonly p50: number | null
  readonly p95: number | null
  readonly p99: number | null
}

/** The delivery times of the messages that were accepted in the last hour and in the last day. */
export async function readLatencies(
  db: Db,
  now: Date,
): Promise<{ readonly hour: Latency; readonly day: Latency }> {
  const since = (ms: number) => new Date(now.getTime() - ms)
  const window = async (ms: number): Promise<Latency> => {
    const { rows } = await sql<{ count: number; parts: number[] | null }>`
      select count(*)::int as count,
        percentile_cont(array[0.5, 0.95, 0.99]) within group (
          order by extract(epoch from sent_at - created_at)::float8
        ) as parts
      from bellhop.messages
      where id >= ${idFloor(since(ms), -ID_SLACK_MS)}::uuid and created_at >= ${since(ms)}
        and sent_at is not null`.execute(db)
    const [p50 = null, p95 = null, p99 = null] = rows[0]?.parts ?? []
    return { count: rows[0]?.count ?? 0, p50, p95, p99 }
  }
  const [hour, day] = await Promise.all([window(HOUR_MS), window(DAY_MS)])
  return { hour, day }
}

export interface HourCount {
  /** The beginning of the hour. */
  readonly hour: Date
  readonly status: MessageStatus
  readonly count: number
}

/** The number of messages by hour of acceptance and by status, in whole hours from `since`. */
export async function countByHour(db: Db, since: Date): Promise<HourCount[]> {
  const { rows } = await sql<{ epoch: number; status: MessageStatus; count: number }>`
    select (floor(extract(epoch from created_at) / 3600) * 3600)::float8 as epoch, status,
      count(*)::int as count
    from bellhop.messages
    where id >= ${idFloor(since, -ID_SLACK_MS)}::uuid and created_at >= ${since}
    group by 1, 2`.execute(db)
  return rows.map(({ epoch, ...row }) => ({ ...row, hour: new Date(epoch * 1000) }))
}

export interface Lane {
  readonly channel: Channel
  readonly priority: number
  readonly count: number
  /** When the oldest of them was accepted. */
  readonly oldest: Date
}

/** The waiting messages by channel and priority, the most urgent first. */
export async function readLanes(db: Db): Promise<Lane[]> {
  const { rows } = await sql<Lane>`
    select channel, priority::int as priority, count(*)::int as count, min(created_at) as oldest
    from bellhop.messages where status = 'queued'
    group by 1, 2 order by 2 desc, 1`.execute(db)
  return rows
}

export interface TransportRow {
  readonly provider: string
  /** The error that stopped it; null while it works. */
  readonly stoppedBy: string | null
  readonly probeAt: Date | null
  readonly requestsPerSecond: number | null
}

export async function listTransports(db: Db): Promise<TransportRow[]> {
  return db
    .selectFrom('transports')
    .select([
      'provider',
      'stoppedBy as stoppedBy',
      'probeAt as probeAt',
      'requestsPerSecond as requestsPerSecond',
    ])
    .orderBy('provider')
    .execute()
}

export interface UnknownSlug {
  readonly channel: Channel
  readonly slug: string | null
  readonly count: number
  readonly latest: Date
}

/** Slugs without a template, sent with Clerk's own text in the last seven days. */
export async function listUnknownSlugs(db: Db, now: Date): Promise<UnknownSlug[]> {
  const since = new Date(now.getTime() - 7 * DAY_MS)
  const { rows } = await sql<UnknownSlug>`
    select channel, slug, count(*)::int as count, max(created_at) as latest
    from bellhop.messages
    where fallback = 'unknown_slug' and id >= ${idFloor(since, -ID_SLACK_MS)}::uuid
      and created_at >= ${since}
    group by 1, 2 order by 3 desc, 2 limit 20`.execute(db)
  return rows
}

export interface IgnoredType {
  readonly type: string
  readonly count: number
  readonly latest: Date
}

/** Unknown event types that Clerk has left to us to deliver, in the last seven days. */
export async function listIgnoredTypes(db: Db, now: Date): Promise<IgnoredType[]> {
  const since = new Date(now.getTime() - 7 * DAY_MS)
  const { rows } = await sql<IgnoredType>`
    select type, count(*)::int as count, max(received_at) as latest
    from bellhop.events
    where outcome = 'ignored' and id >= ${idFloor(since, -ID_SLACK_MS)}::uuid
      and received_at >= ${since}
    group by 1 order by 2 desc, 1 limit 20`.execute(db)
  return rows
}
