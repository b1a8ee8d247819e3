import { type RawBuilder, sql } from 'kysely'
import type { SearchTerm } from '../../domain/search-term.ts'
import type { Db } from '../engine/database.ts'
import { distinctValues } from '../engine/distinct-values.ts'
import type { MessageTable } from '../engine/schema.ts'
import { LEDGER_COLUMNS, type LedgerPage, type LedgerRow, pageOf } from './ledger.ts'
import { type LedgerFilter, matches } from './ledger-filter.ts'

// Common parts are found among the newest messages, which costs less than to look them up.
const LOOKED_AT_FIRST = 5_000
/** The most messages that a search reads one after the other. */
export const LOOKED_AT_MOST = 50_000
// If more addresses have the part, one of them is soon found among the messages.
const ADDRESSES_AT_MOST = 1_000
// The index is read as a whole for a part. It is not asked if so many of the newest addresses have the part.
const COMMON = 250

/** Ids of messages: a subquery with one column, `id`. */
export type Found = RawBuilder<{ id: string }>

/**
 * The messages that the term means, newest first, among those of the filter. A search for a part of an address
 * may end before it has a full page: `searchedTo` says how far it got, and the cursor goes on from there.
 */
export async function searchMessages(
  db: Db,
  term: SearchTerm,
  filter: LedgerFilter,
): Promise<LedgerPage> {
  const part = await partOf(db, term)
  if (!part) return readFound(db, foundBy(term), filter)
  const quick = await lookAt(db, part, filter, LOOKED_AT_FIRST)
  if (quick.searchedTo === null) return quick
  const found = await foundByPart(db, part)
  return found ? readFound(db, found, filter) : lookAt(db, part, filter, LOOKED_AT_MOST)
}

/** The parts to look for; null if the term is not about a part of an address. */
export async function partOf(db: Db, term: SearchTerm): Promise<readonly string[] | null> {
  if (term.kind === 'part') return term.parts
  if (term.kind !== 'whole' || term.parts.length === 0) return null
  const { rows } = await sql`select from (${foundBy(term)}) f limit 1`.execute(db)
  return rows.length > 0 ? null : term.parts
}

/** The messages of a term that is not about a part of an address. */
export function foundBy(term: SearchTerm): Found {
  switch (term.kind) {
    case 'uuid':
      return sql`select id from bellhop.messages where id = ${term.id}::uuid
        union select id from bellhop.messages where provider_message_id = ${term.id}`
    case 'provider':
      return sql`select id from bellhop.messages where provider_message_id = ${term.providerMessageId}`
    case 'user':
      return sql`select id from bellhop.messages where user_id = ${term.userId}`
    case 'event':
      return sql`select message_id as id from bellhop.events
        where endpoint = 'clerk' and svix_id = ${term.svixId} and message_id is not null`
    case 'source':
      return sql`select o.id from (${originalsOf(term.sourceId)}) o union
        select c.id from (${originalsOf(term.sourceId)}) o join bellhop.messages c on c.resend_of = o.id`
    case 'whole':
      return sql`select id from bellhop.messages where lower(recipient) = lower(${term.recipient})`
    default:
      return sql`select id from bellhop.messages where false`
  }
}

// The dedupe key begins with the instance.
function originalsOf(sourceId: string) {
  return sql`
    select m.id from bellhop.messages m
    where m.dedupe_key = any(array(
      select value || ':' || ${sourceId} from (${distinctValues('messages', 'instanceId')}) instances
    ))`
}

/** The messages to recipients that contain the part; null if there are too many to look them up. */
export async function foundByPart(db: Db, parts: readonly string[]): Promise<Found | null> {
  if (await isCommon(db, parts)) return null
  const { messageId: mark } = await db
    .selectFrom('recipientsMark')
    .select('messageId')
    .executeTakeFirstOrThrow()
  const { rows: behind } = await sql`
    select from bellhop.messages where id > ${mark}::uuid
    order by id offset ${LOOKED_AT_MOST} limit 1`.execute(db)
  if (behind.length > 0) return null
  const { rows } = await sql<{ address: string }>`
    select address from bellhop.find_recipients(${parts}::text[], ${ADDRESSES_AT_MOST + 1}) address
    limit ${ADDRESSES_AT_MOST + 1}`.execute(db)
  if (rows.length > ADDRESSES_AT_MOST) return null
  const addresses = rows.map(({ address }) => address)
  // `offset 0` keeps the planner from reading all messages instead of a few for each address.
  return sql`
    select o.id from unnest(${addresses}::text[]) a(address), lateral (
      select id from bellhop.messages where lower(recipient) = a.address offset 0
    ) o
    union
    select id from (
      select id, recipient from bellhop.messages
      where id > ${mark}::uuid order by id limit ${LOOKED_AT_MOST}
    ) latest where ${contains(sql`latest.recipient`, parts)}`
}

/** Whether many addresses of the newest messages contain one of the parts. */
async function isCommon(db: Db, parts: readonly string[]): Promise<boolean> {
  const { rows } = await sql`
    select distinct lower(m.recipient) from (
      select recipient from bellhop.messages order by id desc limit ${LOOKED_AT_FIRST}
    ) m where ${contains(sql`m.recipient`, parts)} offset ${COMMON - 1} limit 1`.execute(db)
  return rows.length > 0
}

/** The rows of messages `m`, newest first. The array is read once, whatever the planner expects. */
export function amongFound(found: Found): RawBuilder<boolean> {
  return sql`m.id = any(array(${found}))`
}

/** Whether the address contains one of the parts. */
export function contains(address: RawBuilder<unknown>, parts: readonly string[]) {
  const each = parts.map((part) => sql`position(lower(${part}) in lower(${address})) > 0`)
  return sql<boolean>`(${sql.join(each, sql` or `)})`
}

async function readFound(db: Db, found: Found, filter: LedgerFilter): Promise<LedgerPage> {
  const rows = await db
    .selectFrom('messages as m')
    .select(LEDGER_COLUMNS)
    .where(amongFound(found))
    .where(matches(filter))
    .orderBy('m.id', 'desc')
    .limit(filter.limit + 1)
    .execute()
  return pageOf(rows, filter)
}

/** Looks at so many messages, the newest first, and says how far it got if they do not fill the page. */
async function lookAt(
  db: Db,
  parts: readonly string[],
  filter: LedgerFilter,
  most: number,
): Promise<LedgerPage> {
  const { cursor, ...conditions } = filter
  const below = cursor ? sql`where id < ${cursor}::uuid` : sql``
  const newest = sql<MessageTable>`(
    select * from bellhop.messages ${below} order by id desc limit ${most})`
  const rows = await db
    .selectFrom(newest.as('m'))
    .select(LEDGER_COLUMNS)
    .where(contains(sql`m.recipient`, parts))
    .where(matches(conditions))
    .orderBy('m.id', 'desc')
    .limit(filter.limit + 1)
    .execute()
  const page = pageOf(rows as LedgerRow[], filter)
  if (page.nextCursor) return page
  const { rows: ends } = await sql<{ id: string; createdAt: Date }>`
    select id, created_at from bellhop.messages ${below}
    order by id desc offset ${most - 1} limit 1`.execute(db)
  const [end] = ends
  return end ? { ...page, nextCursor: end.id, searchedTo: end.createdAt } : page
}
