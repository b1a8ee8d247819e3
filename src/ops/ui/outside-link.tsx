/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'

/** A link to a page of another service, in a new tab. The other service does not learn where it came from. */
export function OutsideLink({ href, children }: { href: string; children: Child }) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {children} <span aria-hidden="true">↗</span>
    </a>
  )
}
