import type { Db } from '../../store/engine/database.ts'
import { type LedgerMessage, type LedgerPage, listMessages } from '../../store/views/ledger.ts'
import type { LedgerConditions } from '../../store/views/ledger-filter.ts'
import {
  listLanguages,
  listProviders,
  listReasons,
  listSlugs,
} from '../../store/views/ledger-values.ts'
import { countMessages, type MessageCount } from '../../store/views/message-count.ts'
import { searchMessages } from '../../store/views/search.ts'
import { type SEARCH_REFUSALS, type Search, termOf } from './search.ts'

/** What a list has found. `refused`: its search is not possible. */
export type Listed =
  | { readonly kind: 'found'; readonly ledger: LedgerPage; readonly count: MessageCount }
  | { readonly kind: 'refused'; readonly why: keyof typeof SEARCH_REFUSALS }

// More would make the page heavy for a phone.
const PAGE_SIZE = 30

/** Reads one page of the messages of a search and a filter, and counts all of them. */
export async function readList(
  db: Db,
  filter: LedgerConditions & { readonly cursor?: string | undefined },
  search: Search,
): Promise<Listed> {
  if (search.kind === 'refused') return search
  const term = termOf(search)
  const { cursor, ...conditions } = filter
  const query = { ...conditions, cursor, limit: PAGE_SIZE }
  const [ledger, count] = await Promise.all([
    term ? searchMessages(db, term, query) : listMessages(db, query),
    countMessages(db, conditions, { term }),
  ])
  return { kind: 'found', ledger, count }
}

/** The message of a list that has only this one; null for any other list. */
export function onlyMessageOf(listed: Listed): LedgerMessage | null {
  if (listed.kind === 'refused' || listed.ledger.nextCursor) return null
  const [message, ...others] = listed.ledger.messages
  return message && others.length === 0 ? message : null
}

/** The values that the ledger has, to choose filters from. */
export interface FilterChoices {
  readonly slugs: readonly string[]
  readonly reasons: readonly string[]
  readonly languages: readonly string[]
  readonly providers: readonly string[]
}

export async function readChoices(db: Db): Promise<FilterChoices> {
  const [slugs, reasons, languages, providers] = await Promise.all([
    listSlugs(db),
    listReasons(db),
    listLanguages(db),
    listProviders(db),
  ])
  return { slugs, reasons, languages, providers }
}
