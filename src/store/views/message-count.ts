import { sql } from 'kysely'
import type { MessageStatus } from '../../domain/message.ts'
import type { SearchTerm } from '../../domain/search-term.ts'
import type { Db } from '../engine/database.ts'
import type { MessageTable } from '../engine/schema.ts'
import { type LedgerConditions, matches } from './ledger-filter.ts'
import { amongFound, contains, foundBy, foundByPart, LOOKED_AT_MOST, partOf } from './search.ts'

/** How many messages a filter finds. */
export interface MessageCount {
  readonly total: number
  /** False if there are more, or if a search did not look at all of them. */
  readonly complete: boolean
  /** Of the newest matches, whatever the filter says about the status. */
  readonly byStatus: Readonly<Partial<Record<MessageStatus, number>>>
}

export const COUNTED_AT_MOST = 10_000

/** Counts the messages of a filter and of a search, at most `most` of them. */
export async function countMessages(
  db: Db,
  filter: LedgerConditions,
  {
    term = null,
    most = COUNTED_AT_MOST,
  }: { readonly term?: SearchTerm | null; readonly most?: number } = {},
): Promise<MessageCount> {
  const { status, ...others } = filter
  const source = await sourceOf(db, term)
  const all = await byStatusOf(db, source, others, most)
  const byStatus = Object.fromEntries(all.map((row) => [row.status, row.count]))
  const counted = status ? await byStatusOf(db, source, filter, most) : all
  const total = counted.reduce((sum, { count }) => sum + count, 0)
  return { total, complete: total < most && source.complete, byStatus }
}

type Source = Awaited<ReturnType<typeof sourceOf>>

async function sourceOf(db: Db, term: SearchTerm | null) {
  const all = sql<MessageTable>`bellhop.messages`
  if (term === null) return { from: all, where: sql<boolean>`true`, complete: true }
  const parts = await partOf(db, term)
  const found = parts ? await foundByPart(db, parts) : foundBy(term)
  if (found) return { from: all, where: amongFound(found), complete: true }
  const newest = sql<MessageTable>`(
    select * from bellhop.messages order by id desc limit ${LOOKED_AT_MOST})`
  const { rows: older } = await sql`
    select from bellhop.messages order by id desc offset ${LOOKED_AT_MOST} limit 1`.execute(db)
  const where = contains(sql`m.recipient`, parts ?? [])
  return { from: newest, where, complete: older.length === 0 }
}

// The order makes the planner take an index that has the messages in this order, and stop early.
async function byStatusOf(db: Db, { from, where }: Source, filter: LedgerConditions, most: number) {
  const { rows } = await sql<{ status: MessageStatus; count: number }>`
    select status, count(*)::int as count from (
      select m.status from ${from} m where ${where} and ${matches(filter)}
      order by m.id desc limit ${most}
    ) counted
    group by status`.execute(db)
  return rows
}
