import { writeAudit } from '../store/audit.ts'
import type { Db } from '../store/engine/database.ts'
import {
  type NewSuppression,
  type SuppressedAddress,
  suppressByHand,
} from '../store/suppressions.ts'

/** Null if the address is already on the list by hand. */
export type SuppressByHand = (input: NewSuppression) => Promise<SuppressedAddress | null>

/** Puts an address on the list of suppressions, and records who did it. */
export function createSuppressByHand({
  db,
  now,
  newId,
}: {
  readonly db: Db
  readonly now: () => Date
  readonly newId: () => string
}): SuppressByHand {
  return (input) =>
    db.transaction().execute(async (tx) => {
      const at = now()
      const added = await suppressByHand(tx, input, at)
      if (!added) return null
      await writeAudit(tx, {
        id: newId(),
        at,
        actor: input.actor,
        action: 'suppress',
        messageId: null,
        detail: `${added.channel} ${added.address} (${added.scope})`,
      })
      return added
    })
}
