import type { Db } from '../../store/engine/database.ts'
import { isSilence } from '../../store/engine/silence.ts'
import { createReadDay } from '../../store/views/day.ts'
import {
  type Figures,
  type OverviewSources,
  readFigures,
  readService,
  type ServiceReading,
} from './overview.ts'
import type { Verdict } from './verdict.ts'
import { verdictsOn } from './verdicts.ts'

/** What the overview shows: of one Clerk instance what the ledger has by instance, the rest of all. */
export type Overview =
  | {
      readonly kind: 'read'
      readonly service: ServiceReading
      readonly figures: Figures
      /** Of all instances. */
      readonly verdicts: readonly Verdict[]
    }
  /** The database does not answer. */
  | { readonly kind: 'silent' }

export type ReadOverview = (instanceId: string | undefined) => Promise<Overview>

export interface ReadOverviewDeps {
  readonly db: Db
  readonly now: () => Date
  readonly sources: OverviewSources
  /** Makes callers share one reading for a while. */
  readonly share: <Value>(read: () => Promise<Value>) => () => Promise<Value>
  /** Called with the error when the database does not answer. */
  readonly onError: (error: unknown) => void
}

// Each has its own reading.
const MOST_INSTANCES = 50

/** Reads the overview. All who look at it at the same time cost as much as one. */
export function createReadOverview(deps: ReadOverviewDeps): ReadOverview {
  const { db, now, sources, share, onError } = deps
  const service = share(() => readService(db, now(), sources))
  const byInstance = new Map<string | undefined, () => Promise<Figures>>()

  function figuresOf(instanceId: string | undefined): () => Promise<Figures> {
    const known = byInstance.get(instanceId)
    if (known) return known
    const readDay = createReadDay(db, instanceId)
    const read = share(() => readFigures(db, now(), { readDay, instanceId }))
    const oldest = [...byInstance.keys()].find((id) => id !== undefined)
    if (byInstance.size > MOST_INSTANCES) byInstance.delete(oldest)
    byInstance.set(instanceId, read)
    return read
  }

  return async (instanceId) => {
    try {
      const read = await service()
      const all = await figuresOf(undefined)()
      const figures = await figuresOf(instanceId)()
      return {
        kind: 'read',
        service: read,
        figures,
        verdicts: verdictsOn({ ...all, ...read, now: read.at }),
      }
    } catch (error) {
      if (!isSilence(error)) throw error
      onError(error)
      return { kind: 'silent' }
    }
  }
}
