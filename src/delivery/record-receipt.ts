import type { Receipt } from '../domain/receipt.ts'
import type { Db } from '../store/engine/database.ts'
import { recordReceipt } from '../store/message/receipt.ts'
import type { Move } from './signals.ts'

/** Stores a provider's report. Resolves with the id of its message, or null if there is nothing new. */
export type RecordReceipt = (receipt: Receipt) => Promise<string | null>

export function createRecordReceipt(deps: {
  readonly db: Db
  readonly now: () => Date
  readonly newId: () => string
  /** Called if the report has moved its message. */
  readonly moved: (move: Move) => void
}): RecordReceipt {
  return (receipt) => {
    const at = deps.now()
    return recordReceipt(deps.db, deps.newId(), receipt, at, (message) =>
      deps.moved({ ...message, status: receipt.status, at }),
    )
  }
}
