import { sql } from 'kysely'
import type { Channel } from '../domain/message.ts'
import { maskRecipient } from '../domain/recipient.ts'
import type { Db } from './engine/database.ts'

/** A suppressed address as it may be displayed: masked, with an id of its own. */
export interface SuppressedAddress {
  readonly id: string
  readonly channel: Channel
  readonly address: string
  /** `bounce`, `complaint`, or both; `operator` if somebody put it on the list by hand. */
  readonly reason: string
  /** `unasked`: only messages that no person asked for, so not codes and links. `all`: every message. */
  readonly scope: 'unasked' | 'all'
  readonly source: string
  readonly since: Date
  /** The message of the report, if there was one. */
  readonly messageId: string | null
  /** Why an operator put it on the list. */
  readonly note: string | null
}

const COLUMNS = [
  'id',
  'channel',
  'address',
  sql<string>`case when reason = 'bounce' and complained_at is not null
    then 'bounce, complaint' else reason end`.as('reason'),
  'scope',
  'source',
  'since',
  'messageId as messageId',
  'note',
] as const

/** Which of them are meant: those for which everything holds that is given. */
export interface SuppressionConditions {
  /** A part of the address. */
  readonly search?: string | undefined
  readonly channel?: Channel | undefined
}

/** The newest first. `cursor` is the id of the last one on the page before. */
export async function listSuppressions(
  db: Db,
  filter: SuppressionConditions & {
    readonly limit: number
    readonly cursor?: string | undefined
  },
): Promise<{ readonly suppressions: SuppressedAddress[]; readonly nextCursor: string | null }> {
  let query = select(db, filter)
  if (filter.cursor) {
    query = query.where(
      sql<boolean>`(since, id) < (
        select since, id from bellhop.suppressions where id = ${filter.cursor}::uuid
      )`,
    )
  }
  const rows = await query.limit(filter.limit + 1).execute()
  const page = rows.slice(0, filter.limit).map(masked)
  return {
    suppressions: page,
    nextCursor: rows.length > filter.limit ? (page.at(-1)?.id ?? null) : null,
  }
}

/** One of the list. Null if it is not on it. */
export async function findSuppression(db: Db, id: string): Promise<SuppressedAddress | null> {
  const row = await select(db, {}).where('id', '=', id).executeTakeFirst()
  return row ? masked(row) : null
}

/** All of them in chunks, the newest first. `reveal`: with the full address or number instead of a masked one. */
export async function* exportSuppressions(
  db: Db,
  conditions: SuppressionConditions,
  { reveal, chunk = 1_000 }: { readonly reveal: boolean; readonly chunk?: number },
): AsyncGenerator<readonly SuppressedAddress[], void, undefined> {
  let last: { readonly since: Date; readonly id: string } | undefined
  do {
    let query = select(db, conditions)
    if (last) query = query.where(sql<boolean>`(since, id) < (${last.since}, ${last.id}::uuid)`)
    const rows = await query.limit(chunk).execute()
    if (rows.length > 0) yield rows.map((row) => (reveal ? listed(row) : masked(row)))
    last = rows.length < chunk ? undefined : rows.at(-1)
  } while (last)
}

function select(db: Db, { channel, search }: SuppressionConditions) {
  let query = db.selectFrom('suppressions').select(COLUMNS).where('scope', '!=', 'none')
  if (channel) query = query.where('channel', '=', channel)
  if (search) query = query.where(sql<boolean>`position(lower(${search}) in address) > 0`)
  return query.orderBy('since', 'desc').orderBy('id', 'desc')
}

/** An address that an operator puts on the list. */
export interface NewSuppression {
  readonly channel: Channel
  /** In the form of `parseRecipient`. */
  readonly address: string
  readonly scope: SuppressedAddress['scope']
  readonly note: string | null
  readonly actor: string
}

/**
 * Puts an address on the list by hand. It stays there until an operator allows it again, whatever providers
 * report. Null if it was put there by hand before, with the same scope.
 */
export async function suppressByHand(
  db: Db,
  { channel, address, scope, note, actor }: NewSuppression,
  now: Date,
): Promise<SuppressedAddress | null> {
  const by = { reason: 'operator', source: actor, since: now, scope, note, messageId: null }
  const row = await db
    .insertInto('suppressions')
    .values({ ...by, channel, address: sql<string>`lower(${address})` })
    .onConflict((conflict) =>
      conflict
        .columns(['channel', 'address'])
        .doUpdateSet({ ...by, triedWith: null, retriedAt: null })
        .where(sql<boolean>`suppressions.reason <> 'operator' or suppressions.scope <> ${scope}`),
    )
    .returning(COLUMNS)
    .executeTakeFirst()
  return row ? masked(row) : null
}

/** Removes an address from the list. Null if it is not on it. */
export async function allowAgain(db: Db, id: string): Promise<SuppressedAddress | null> {
  const row = await db
    .deleteFrom('suppressions')
    .where('id', '=', id)
    .returning(COLUMNS)
    .executeTakeFirst()
  return row ? masked(row) : null
}

export async function countSuppressions(db: Db): Promise<Record<Channel, number>> {
  const { rows } = await sql<{ channel: Channel; count: number }>`
    select channel, count(*)::int as count from bellhop.suppressions
    where scope <> 'none' group by 1`.execute(db)
  const of = (channel: Channel) => rows.find((row) => row.channel === channel)?.count ?? 0
  return { email: of('email'), sms: of('sms') }
}

function masked<Row extends { readonly address: string; readonly scope: string }>(row: Row) {
  return { ...listed(row), address: maskRecipient(row.address) }
}

function listed<Row extends { readonly scope: string }>(row: Row) {
  // The others are not on the list.
  return { ...row, scope: row.scope as SuppressedAddress['scope'] }
}
