import type { Db } from './engine/database.ts'

/** Ends a session of the pages early. The record is deleted when the session would have ended by itself. */
export async function endSession(
  db: Db,
  { id, until }: { readonly id: string; readonly until: Date },
  now: Date,
): Promise<void> {
  await db.deleteFrom('endedSessions').where('until', '<=', now).execute()
  await db
    .insertInto('endedSessions')
    .values({ id, until })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function isEnded(db: Db, id: string): Promise<boolean> {
  const row = await db
    .selectFrom('endedSessions')
    .select('id')
    .where('id', '=', id)
    .executeTakeFirst()
  return row !== undefined
}
