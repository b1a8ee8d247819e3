import type { SearchTerm } from '../../domain/search-term.ts'
import type { Db } from '../engine/database.ts'
import { type LedgerMessage, listMessages } from './ledger.ts'
import type { LedgerConditions } from './ledger-filter.ts'
import { searchMessages } from './search.ts'

const CHUNK = 1_000

/**
 * All messages of a filter and of a search, newest first, in chunks: only one chunk is in memory. `reveal`: with
 * the full address or number instead of a masked one. A message that changes meanwhile may be left out.
 */
export async function* exportMessages(
  db: Db,
  filter: LedgerConditions,
  options: {
    readonly term?: SearchTerm | null
    readonly reveal: boolean
    /** Defaults to 1,000. */
    readonly chunk?: number
  },
): AsyncGenerator<readonly LedgerMessage[], void, undefined> {
  const { term = null, reveal, chunk = CHUNK } = options
  let cursor: string | undefined
  do {
    const query = { ...filter, limit: chunk, cursor, reveal }
    const page = term ? await searchMessages(db, term, query) : await listMessages(db, query)
    if (page.messages.length > 0) yield page.messages
    cursor = page.nextCursor ?? undefined
  } while (cursor)
}
