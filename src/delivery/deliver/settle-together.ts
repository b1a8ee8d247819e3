import type { Pace } from '../../domain/pace.ts'
import type { Db } from '../../store/engine/database.ts'
import { type Settle, settleAttempts } from '../../store/message/settle.ts'
import { groupCommits } from '../group-commit.ts'

/** Resolves with the ids that moved: none, if another worker has taken the attempt over meanwhile. */
export type SettleAttempt = (settle: Settle) => Promise<string[]>

/** Settles attempts that end at about the same time in one commit. */
export function settleTogether(db: Db, pace: Pace): SettleAttempt {
  return groupCommits({ commit: (settles: readonly Settle[]) => settleAttempts(db, settles), pace })
}
