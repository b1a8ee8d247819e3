import { sql } from 'kysely'
import { type Channel, LIMITED } from '../../domain/message.ts'
import { maskRecipient } from '../../domain/recipient.ts'
import type { Db } from '../engine/database.ts'
import { ID_SLACK_MS, idFloor } from '../engine/first-uuid-at.ts'
import { anyOf } from '../message/rules.ts'
import { ofInstance } from './of-instance.ts'

const DAY_MS = 24 * 3_600_000

/** Messages that were not sent to limit abuse. */
export interface HeldBackCount {
  readonly reason: (typeof LIMITED)[number]
  /** The limit, a kind of number or a country; null if the reason says all. */
  readonly detail: string | null
  readonly channel: Channel
  readonly count: number
}

/** What was held back of the messages of the last 24 hours and not sent since, the most first. */
export async function countHeldBack(
  db: Db,
  now: Date,
  instanceId?: string | undefined,
): Promise<HeldBackCount[]> {
  const since = new Date(now.getTime() - DAY_MS)
  const { rows } = await sql<HeldBackCount>`
    select reason, detail, channel, count(*)::int as count from bellhop.messages
    where status = 'skipped' and reason in ${anyOf(LIMITED)}
      and id >= ${idFloor(since, -ID_SLACK_MS)}::uuid and created_at >= ${since}
      ${ofInstance(instanceId)}
    group by 1, 2, 3 order by 4 desc, 1, 2, 3`.execute(db)
  return rows
}

/** A range of numbers of which some were held back: all numbers that differ in the last four digits only. */
export interface PumpedRange {
  /** One of its numbers. */
  readonly number: string
  /** How many different ones were to get an SMS: those that got one, and those that were held back. */
  readonly count: number
}

/** The ranges of which numbers were held back since then, those with the most held back first. */
export async function listPumpedRanges(
  db: Db,
  since: Date,
  now: Date,
  most: number,
): Promise<PumpedRange[]> {
  const { rows } = await sql<PumpedRange>`
    with held as (
      select recipient, left(recipient, length(recipient) - 4) as range
      from bellhop.messages
      where status = 'skipped' and reason = 'too_many' and detail = 'range'
        and recipient is not null
        and id >= ${idFloor(new Date(now.getTime() - DAY_MS))}::uuid and finished_at >= ${since}
    ),
    pumped as (
      select range, min(recipient) as number, count(distinct recipient) as held
      from held group by range order by held desc, number limit ${most}
    )
    select number, (
      select count(distinct asked.recipient)::int from (
        select recipient from held where held.range = pumped.range
        union all
        select recipient from bellhop.messages
        where channel = 'sms' and claimed_at >= ${since}
          and left(recipient, length(recipient) - 4) = pumped.range
      ) asked
    ) as count
    from pumped order by held desc, number`.execute(db)
  return rows
}

/** A range of numbers of which messages were held back. */
export interface HeldBackRange {
  /** Its numbers, with the last four digits hidden. */
  readonly range: string
  readonly numbers: number
  readonly messages: number
  readonly latest: Date
}

/** The ranges of numbers of which a limit held messages back since then, those with the most first. */
export async function listHeldBackRanges(db: Db, since: Date, most = 20): Promise<HeldBackRange[]> {
  const { rows } = await sql<HeldBackRange>`
    select left(recipient, length(recipient) - 4) || '****' as range,
      count(distinct recipient)::int as numbers, count(*)::int as messages, max(created_at) as latest
    from bellhop.messages
    where ${heldBackSince(since)} and channel = 'sms'
    group by 1 order by 3 desc, 1 limit ${most}`.execute(db)
  return rows
}

/** A person whose messages were held back. */
export interface HeldBackRecipient {
  /** Masked. */
  readonly recipient: string
  readonly channel: Channel
  readonly messages: number
  readonly latest: Date
  /** The newest of the messages. */
  readonly messageId: string
}

/** The recipients whose messages a limit held back since then, those with the most first. */
export async function listHeldBackRecipients(
  db: Db,
  since: Date,
  most = 20,
): Promise<HeldBackRecipient[]> {
  const { rows } = await sql<HeldBackRecipient>`
    select min(recipient) as recipient, channel, count(*)::int as messages, max(created_at) as latest,
      (array_agg(id order by id desc))[1] as message_id
    from bellhop.messages
    where ${heldBackSince(since)}
    group by lower(recipient), channel order by 3 desc, 4 desc limit ${most}`.execute(db)
  return rows.map((row) => ({ ...row, recipient: maskRecipient(row.recipient) }))
}

function heldBackSince(since: Date) {
  return sql`status = 'skipped' and reason in ${anyOf(LIMITED)} and recipient is not null
    and id >= ${idFloor(since, -ID_SLACK_MS)}::uuid and created_at >= ${since}`
}

/** The segments of the SMS that were sent on the day of `now` (UTC). */
export async function segmentsOfDay(db: Db, now: Date): Promise<number> {
  const { rows } = await sql<{ segments: number }>`
    select segments::float8 as segments from bellhop.sms_days
    where day = (${now}::timestamptz at time zone 'UTC')::date`.execute(db)
  return rows[0]?.segments ?? 0
}

/** Whether an SMS was held back since then because the segments of the day were used up. */
export async function hasBudgetHeldBack(db: Db, since: Date, now: Date): Promise<boolean> {
  const { rows } = await sql`
    select from bellhop.messages
    where status = 'skipped' and reason = 'budget'
      and id >= ${idFloor(new Date(now.getTime() - DAY_MS))}::uuid and finished_at >= ${since}
    limit 1`.execute(db)
  return rows.length > 0
}
