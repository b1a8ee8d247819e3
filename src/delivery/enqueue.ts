import type { MessageRef } from '../domain/message-ref.ts'
import type { Db } from '../store/engine/database.ts'

/** Puts messages on the queue, inside the transaction where one is given. */
export type Enqueue = (refs: readonly MessageRef[], tx?: Db) => Promise<void>
