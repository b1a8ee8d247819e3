/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'
import { LinkButton } from './button.tsx'

export interface PagerProps {
  /** The first page, if this is another. */
  readonly newest?: string | undefined
  /** The next page, if there is one. */
  readonly older?: string | undefined
  /** The words of the two links. */
  readonly names?: { readonly newest: string; readonly older: string }
  /** Further links, or a count. */
  readonly children?: Child
}

const NAMES = { newest: 'Newest', older: 'Older' }

/** Leads to the first and the next page of a list. */
export function Pager({ newest, older, names = NAMES, children }: PagerProps) {
  if (!newest && !older && !children) return null
  return (
    <nav class="pager" aria-label="More of the list">
      {newest && <LinkButton to={newest}>{names.newest}</LinkButton>}
      {older && (
        <LinkButton to={older} rel="next">
          {names.older}
        </LinkButton>
      )}
      {children}
    </nav>
  )
}
