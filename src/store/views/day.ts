import { sql } from 'kysely'
import {
  ARRIVED,
  type Channel,
  type MessageStatus,
  NOT_DELIVERED,
  NOT_YET_SENT,
} from '../../domain/message.ts'
import type { Db } from '../engine/database.ts'
import { ID_SLACK_MS, idFloor } from '../engine/first-uuid-at.ts'
import { anyOf } from '../message/rules.ts'
import { ofInstance } from './of-instance.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** The messages that were accepted in the last 24 whole hours, the current one included. */
export interface Day {
  readonly hours: readonly {
    /** The beginning of the hour. */
    readonly hour: Date
    readonly channel: Channel
    readonly status: MessageStatus
    readonly count: number
  }[]
  readonly statuses: Readonly<Partial<Record<MessageStatus, number>>>
  /** Of those that a provider has reported on. `share` is 0 to 1, null without reports. */
  readonly delivered: {
    readonly reported: number
    readonly delivered: number
    readonly share: number | null
  }
  readonly bounced: number
  readonly failed: number
}

/** The beginning of the first hour of a day that ends now. */
export function firstHourOf(now: Date): Date {
  return new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS - 23 * HOUR_MS)
}

export async function readDay(db: Db, now: Date, instanceId?: string | undefined): Promise<Day> {
  return dayOf(await countHours(db, { since: firstHourOf(now), instanceId }))
}

const FRESH_FOR_MS = 30_000
const KEPT_FOR_MS = 10 * 60_000

/** The hours of a day before the last two, and when they were counted. */
interface Earlier {
  readonly at: number
  readonly from: number
  readonly hours: Day['hours']
}

/**
 * A `readDay` that reads the last two hours each time, and those before at most every 30 s, because a hundred
 * thousand messages of a day take a tenth of a second to count. Who looks again does not wait for that. Of one
 * Clerk instance, or of all.
 */
export function createReadDay(
  db: Db,
  instanceId?: string | undefined,
): (now: Date) => Promise<Day> {
  let kept: Earlier | null = null
  let counting: Promise<Earlier> | null = null

  async function count(now: Date, since: Date, until: Date): Promise<Earlier> {
    const running = await counting
    if (running?.from === since.getTime()) return running
    counting = countHours(db, { since, until, instanceId })
      .then((hours) => {
        kept = { at: now.getTime(), from: since.getTime(), hours }
        return kept
      })
      .finally(() => {
        counting = null
      })
    return counting
  }

  return async (now) => {
    const from = firstHourOf(now)
    const recent = new Date(from.getTime() + 22 * HOUR_MS)
    const age = now.getTime() - (kept?.at ?? 0)
    const isUsable = kept?.from === from.getTime() && age >= 0 && age <= KEPT_FOR_MS
    const earlier = isUsable && kept ? kept : await count(now, from, recent)
    // If it fails, the next reading tries again.
    if (isUsable && age > FRESH_FOR_MS) count(now, from, recent).catch(() => {})
    return dayOf([...earlier.hours, ...(await countHours(db, { since: recent, instanceId }))])
  }
}

interface Counted {
  readonly since: Date
  readonly until?: Date
  readonly instanceId: string | undefined
}

async function countHours(db: Db, { since, until, instanceId }: Counted): Promise<Day['hours']> {
  const before = until
    ? sql`and id < ${idFloor(until, ID_SLACK_MS)}::uuid and created_at < ${until}`
    : sql``
  // `date_part` is much faster than `extract`.
  const { rows } = await sql<{
    hour: number
    channel: Channel
    status: MessageStatus
    count: number
  }>`
    select floor(date_part('epoch', created_at) / 3600)::int as hour, channel, status,
      count(*)::int as count
    from bellhop.messages
    where id >= ${idFloor(since, -ID_SLACK_MS)}::uuid and created_at >= ${since} ${before}
      ${ofInstance(instanceId)}
    group by 1, 2, 3 order by 1, 2, 3`.execute(db)
  return rows.map((row) => ({ ...row, hour: new Date(row.hour * HOUR_MS) }))
}

function dayOf(hours: Day['hours']): Day {
  const statuses: Partial<Record<MessageStatus, number>> = {}
  for (const { status, count } of hours) statuses[status] = (statuses[status] ?? 0) + count
  const sumOf = (list: readonly MessageStatus[]) =>
    list.reduce((sum, status) => sum + (statuses[status] ?? 0), 0)
  const delivered = sumOf(ARRIVED)
  const reported = delivered + sumOf(NOT_DELIVERED)
  return {
    hours,
    statuses,
    delivered: { reported, delivered, share: reported === 0 ? null : delivered / reported },
    bounced: sumOf(NOT_DELIVERED),
    failed: sumOf(['failed']),
  }
}

/** Seconds from accepted to sent, of the codes that were accepted within an hour. */
export interface CodeTimes {
  readonly count: number
  /** Accepted in that hour, and not sent yet. */
  readonly waiting: number
  readonly p50: number | null
  readonly p95: number | null
}

/** The times of codes in the last hour, and in the same hour of the day before. */
export async function readCodeTimes(
  db: Db,
  now: Date,
  instanceId?: string | undefined,
): Promise<{ readonly now: CodeTimes; readonly yesterday: CodeTimes }> {
  const until = async (end: Date): Promise<CodeTimes> => {
    const since = new Date(end.getTime() - HOUR_MS)
    const { rows } = await sql<{ count: number; waiting: number; parts: number[] | null }>`
      select count(*) filter (where sent_at is not null)::int as count,
        count(*) filter (where status in ${anyOf(NOT_YET_SENT)})::int as waiting,
        percentile_cont(array[0.5, 0.95]) within group (
          order by extract(epoch from sent_at - coalesce(released_at, created_at))::float8
        ) as parts
      from bellhop.messages
      where kind = 'code' and created_at >= ${since} and created_at < ${end}
        and id >= ${idFloor(since, -ID_SLACK_MS)}::uuid
        and id < ${idFloor(end, ID_SLACK_MS)}::uuid ${ofInstance(instanceId)}`.execute(db)
    const [p50 = null, p95 = null] = rows[0]?.parts ?? []
    return { count: rows[0]?.count ?? 0, waiting: rows[0]?.waiting ?? 0, p50, p95 }
  }
  const [today, yesterday] = await Promise.all([
    until(now),
    until(new Date(now.getTime() - DAY_MS)),
  ])
  return { now: today, yesterday }
}
