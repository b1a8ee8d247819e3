import { type SearchTerm, searchTermOf } from '../../domain/search-term.ts'

/** What the search of a list asks for. */
export type Search =
  | { readonly kind: 'none' }
  | { readonly kind: 'term'; readonly term: SearchTerm }
  /** `operators_only`: viewers could find out an address letter by letter. */
  | { readonly kind: 'refused'; readonly why: 'too_short' | 'operators_only' }

/** Reads the search. Only operators may search for a part of an address. */
export function readSearch(q: string | undefined, operator: boolean): Search {
  const term = searchTermOf(q ?? '')
  if (term === null) return { kind: 'none' }
  if (term.kind === 'too_short') return { kind: 'refused', why: 'too_short' }
  if (operator) return { kind: 'term', term }
  if (term.kind === 'part') return { kind: 'refused', why: 'operators_only' }
  return { kind: 'term', term: term.kind === 'whole' ? { ...term, parts: [] } : term }
}

/** The term for the statements; null without a search. */
export function termOf(search: Search): SearchTerm | null {
  return search.kind === 'term' ? search.term : null
}

/** Whether the term is an id that belongs to one message. */
export function isIdOfOne(search: Search): boolean {
  return (
    search.kind === 'term' && ['uuid', 'source', 'event', 'provider'].includes(search.term.kind)
  )
}

/** Why a search is refused, for people. */
export const SEARCH_REFUSALS = {
  too_short: 'Type at least three characters of an address or number',
  operators_only: 'Viewers can search for a whole address, number or id, but not for a part of one',
} as const
