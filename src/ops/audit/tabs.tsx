/** @jsxImportSource hono/jsx */
import { Link } from '../ui/link.tsx'

const PAGES = [
  ['/audit', 'What was done'],
  ['/audit/erase', 'Erase a person'],
] as const

/** The two pages about what operators do. */
export function AuditTabs({ path }: { path: (typeof PAGES)[number][0] }) {
  return (
    <nav class="page-tabs" aria-label="Audit">
      {PAGES.map(([to, text]) => (
        <Link to={to} aria-current={to === path ? 'page' : undefined}>
          {text}
        </Link>
      ))}
    </nav>
  )
}
