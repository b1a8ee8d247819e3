import type { Db } from '../engine/database.ts'

/** Whether the ledger has any message. */
export async function hasMessages(db: Db): Promise<boolean> {
  const row = await db.selectFrom('messages').select('id').limit(1).executeTakeFirst()
  return row !== undefined
}
