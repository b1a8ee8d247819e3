import type { CliContext } from './context.ts'
import { type LedgerFilters, queryOf } from './ledger-filters.ts'
import type { MessagesPage } from './ledger-line.ts'
import { readApi } from './service.ts'

/** The most messages that the JSON API returns at once. */
export const LARGEST_PAGE = 200

/** Reads the page of the newest messages that the filters name, or the one after a cursor. */
export function readLedgerPage(
  context: CliContext,
  options: LedgerFilters & { readonly url: string },
  {
    limit,
    cursor,
    search,
  }: {
    readonly limit: number
    readonly cursor: string | null
    readonly search?: string | undefined
  },
  signal?: AbortSignal,
): Promise<MessagesPage> {
  const query = new URLSearchParams([...queryOf(options), ['limit', String(limit)]])
  if (search !== undefined) query.set('q', search)
  if (cursor) query.set('cursor', cursor)
  return readApi(context, options.url, `/api/messages?${query}`, signal)
}
