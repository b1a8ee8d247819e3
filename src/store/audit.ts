import { sql } from 'kysely'
import type { Db } from './engine/database.ts'
import { distinctValues } from './engine/distinct-values.ts'
import { ID_SLACK_MS, idFloor } from './engine/first-uuid-at.ts'

/** An action of a person. `detail` never contains a full address. */
export interface AuditEntry {
  readonly id: string
  readonly at: Date
  readonly actor: string
  readonly action: AuditAction
  readonly messageId: string | null
  readonly detail: string | null
}

export const AUDIT_ACTIONS = [
  'reveal',
  'resend',
  'resend_failed',
  'suppress',
  'allow_again',
  'export',
  'erase',
  'clear_outbox',
] as const

export type AuditAction = (typeof AUDIT_ACTIONS)[number]

export async function writeAudit(db: Db, { messageId, ...entry }: AuditEntry): Promise<void> {
  await db
    .insertInto('audit')
    .values({ ...entry, messageId: messageId })
    .execute()
}

/** Which entries are meant: those for which everything holds that is given. */
export interface AuditFilter {
  readonly messageId?: string | undefined
  readonly actor?: string | undefined
  readonly action?: AuditAction | undefined
  /** At or after `since`, and before `until`. */
  readonly since?: Date | undefined
  readonly until?: Date | undefined
  readonly limit: number
  /** The id of the last entry on the page before. */
  readonly cursor?: string | undefined
}

/** The newest entries first. */
export async function listAudit(db: Db, filter: AuditFilter): Promise<AuditEntry[]> {
  let query = db
    .selectFrom('audit')
    .select(['id', 'at', 'actor', 'action', 'messageId as messageId', 'detail'])
  if (filter.messageId) query = query.where('messageId', '=', filter.messageId)
  if (filter.actor) query = query.where('actor', '=', filter.actor)
  if (filter.action) query = query.where('action', '=', filter.action)
  if (filter.since) {
    query = query
      .where('at', '>=', filter.since)
      .where('id', '>=', idFloor(filter.since, -ID_SLACK_MS))
  }
  if (filter.until) {
    query = query
      .where('at', '<', filter.until)
      .where('id', '<', idFloor(filter.until, ID_SLACK_MS))
  }
  if (filter.cursor) query = query.where('id', '<', filter.cursor)
  const rows = await query.orderBy('id', 'desc').limit(filter.limit).execute()
  return rows.map((row) => ({ ...row, action: row.action as AuditAction }))
}

/** A page of entries, the newest first. */
export async function listAuditPage(
  db: Db,
  filter: AuditFilter,
): Promise<{ readonly entries: AuditEntry[]; readonly nextCursor: string | null }> {
  const found = await listAudit(db, { ...filter, limit: filter.limit + 1 })
  const entries = found.slice(0, filter.limit)
  return {
    entries,
    nextCursor: found.length > filter.limit ? (entries.at(-1)?.id ?? null) : null,
  }
}

// More would be of no use in a list to choose from.
const ACTORS_AT_MOST = 100

/** Who is in the audit. */
export async function listActors(db: Db): Promise<string[]> {
  const actors = distinctValues('audit', 'actor')
  const { rows } = await sql<{ value: string }>`${actors} limit ${ACTORS_AT_MOST}`.execute(db)
  return rows.map(({ value }) => value)
}
