import type { Db } from './engine/database.ts'

/** An action of a person. `detail` never contains a full address. */
export interface AuditEntry {
  readonly id: string
  readonly at: Date
  readonly actor: string
  readonly action: AuditAction
  readonly messageId: string | null
  readonly detail: string | null
}

export type AuditAction =
  | 'reveal'
  | 'resend'
  | 'resend_failed'
  | 'allow_again'
  | 'erase'
  | 'clear_outbox'

export async function writeAudit(db: Db, { messageId, ...entry }: AuditEntry): Promise<void> {
  await db
    .insertInto('audit')
    .values({ ...entry, messageId: messageId })
    .execute()
}

/** The newest entries first. */
export async function listAudit(
  db: Db,
  filter: { readonly messageId?: string; readonly limit: number },
): Promise<AuditEntry[]> {
  let query = db
    .selectFrom('audit')
    .select(['id', 'at', 'actor', 'action', 'messageId as messageId', 'detail'])
  if (filter.messageId) query = query.where('messageId', '=', filter.messageId)
  const rows = await query.orderBy('id', 'desc').limit(filter.limit).execute()
  return rows.map((row) => ({ ...row, action: row.action as AuditAction }))
}
