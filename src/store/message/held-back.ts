import { sql } from 'kysely'
import type { MessageRef } from '../../domain/message-ref.ts'
import type { Db } from '../engine/database.ts'

/** Queues the messages again that a limit held back and that have room now. They need jobs. */
export async function releaseHeldBack(db: Db, now: Date): Promise<MessageRef[]> {
  const { rows } = await sql<MessageRef>`
    select id, channel, priority, solo from bellhop.release_held_back(${now})`.execute(db)
  return rows
}
