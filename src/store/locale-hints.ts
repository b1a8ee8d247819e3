import type { Db } from './engine/database.ts'

export interface LocaleHint {
  readonly recipientHash: string
  readonly locale: string
  readonly expiresAt: Date
}

/** Keeps a hint; a newer one for the same recipient replaces it. */
export async function saveLocaleHint(db: Db, hint: LocaleHint): Promise<void> {
  const values = { locale: hint.locale, expires_at: hint.expiresAt }
  await db
    .insertInto('locale_hints')
    .values({ recipient_hash: hint.recipientHash, ...values })
    .onConflict((conflict) => conflict.column('recipient_hash').doUpdateSet(values))
    .execute()
}

/** The hints that still hold, by hash. */
export async function findLocaleHints(
  db: Db,
  hashes: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom('locale_hints')
    .select(['recipient_hash', 'locale'])
    .where('recipient_hash', 'in', hashes)
    .where('expires_at', '>', now)
    .execute()
  return new Map(rows.map((row) => [row.recipient_hash, row.locale]))
}

export async function deleteLocaleHints(db: Db, hashes: readonly string[]): Promise<void> {
  if (hashes.length === 0) return
  await db.deleteFrom('locale_hints').where('recipient_hash', 'in', hashes).execute()
}

export async function deleteExpiredLocaleHints(db: Db, now: Date): Promise<void> {
  await db.deleteFrom('locale_hints').where('expires_at', '<=', now).execute()
}
