import { sql } from 'kysely'
import { type Channel, NOT_YET_SENT } from '../../domain/message.ts'
import type { Db } from '../engine/database.ts'
import { anyOf } from '../message/rules.ts'
import { segmentsOfDay } from './held-back.ts'
import { ofInstance } from './of-instance.ts'

/** The number of waiting messages and of suppressed addresses. */
export interface Backlog {
  readonly waiting: readonly {
    readonly channel: Channel
    readonly priority: number
    readonly messages: number
  }[]
  readonly oldestCode: WaitingCode | null
  /** The segments of the SMS of this day. */
  readonly segments: number
  readonly suppressions: readonly { readonly channel: Channel; readonly addresses: number }[]
}

/** A code that has not been sent yet. */
export interface WaitingCode {
  readonly messageId: string
  readonly channel: Channel
  /** When it was accepted, or when a limit let it go. */
  readonly since: Date
}

/** A larger number need not be exact, and would take too long to count. */
export const READ_AT_MOST = 100_000

export async function readBacklog(db: Db, now: Date): Promise<Backlog> {
  const { rows: waiting } = await sql<Backlog['waiting'][number]>`
    select channel, priority, count(*)::int as messages from (
      select channel, priority from bellhop.messages where status = 'queued' limit ${READ_AT_MOST}
    ) m
    group by channel, priority`.execute(db)
  const { rows: suppressions } = await sql<Backlog['suppressions'][number]>`
    select channel, count(*)::int as addresses from (
      select channel from bellhop.suppressions where scope <> 'none' limit ${READ_AT_MOST}
    ) s
    group by channel`.execute(db)
  const oldestCode = await oldestWaitingCode(db, now)
  return { waiting, oldestCode, segments: await segmentsOfDay(db, now), suppressions }
}

/** The code that has waited longest, among those that have not expired. */
export async function oldestWaitingCode(
  db: Db,
  now: Date,
  instanceId?: string | undefined,
): Promise<WaitingCode | null> {
  const { rows } = await sql<WaitingCode>`
    select id as "messageId", channel, coalesce(released_at, created_at) as since from bellhop.messages
    where kind = 'code' and status in ${anyOf(NOT_YET_SENT)} and expires_at > ${now}
      ${ofInstance(instanceId)}
    order by coalesce(released_at, created_at) limit 1`.execute(db)
  return rows[0] ?? null
}
