import type { Db } from './engine/database.ts'

export interface LocaleHint {
  readonly recipientHash: string
  readonly locale: string
  readonly expiresAt: Date
}

/** Stores a hint, in place of an older one for the same recipient. */
export async function saveLocaleHint(db: Db, hint: LocaleHint): Promise<void> {
  const values = { locale: hint.locale, expiresAt: hint.expiresAt }
  await db
    .insertInto('localeHints')
    .values({ recipientHash: hint.recipientHash, ...values })
    .onConflict((conflict) => conflict.column('recipientHash').doUpdateSet(values))
    .execute()
}

/** The hints that have not expired, by hash. */
export async function findLocaleHints(
  db: Db,
  hashes: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom('localeHints')
    .select(['recipientHash', 'locale'])
    .where('recipientHash', 'in', hashes)
    .where('expiresAt', '>', now)
    .execute()
  return new Map(rows.map((row) => [row.recipientHash, row.locale]))
}

export async function deleteLocaleHints(db: Db, hashes: readonly string[]): Promise<void> {
  if (hashes.length === 0) return
  await db.deleteFrom('localeHints').where('recipientHash', 'in', hashes).execute()
}

export async function deleteExpiredLocaleHints(db: Db, now: Date): Promise<void> {
  await db.deleteFrom('localeHints').where('expiresAt', '<=', now).execute()
}
