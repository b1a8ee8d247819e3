/** @jsxImportSource hono/jsx */
import { Link } from './link.tsx'

const PAGES = [
  ['/', 'Outbox'],
  ['/templates', 'Templates'],
  ['/overview', 'Overview'],
  ['/messages', 'Messages'],
  ['/suppressions', 'Suppressions'],
  ['/limits', 'Limits'],
  ['/audit', 'Audit'],
  ['/doctor', 'Doctor'],
] as const

const OF_THE_OUTBOX: readonly string[] = ['/', '/templates']

export interface NavProps {
  /** The path of the page, without the base path. */
  readonly path: string
  readonly hasOutbox: boolean
  /** The chosen Clerk instance, which the links keep. */
  readonly instance: string | undefined
}

/** The links to all pages. The current one is marked, also on the pages below it. */
export function Nav({ path, hasOutbox, instance }: NavProps) {
  const query = instance ? `?${new URLSearchParams({ instance })}` : ''
  return (
    <nav class="nav" aria-label="Pages">
      {PAGES.filter(([to]) => hasOutbox || !OF_THE_OUTBOX.includes(to)).map(([to, text]) => (
        <Link to={`${to}${query}`} aria-current={currentOf(path, to)}>
          {text}
        </Link>
      ))}
    </nav>
  )
}

function currentOf(path: string, to: string): 'page' | 'true' | undefined {
  if (path === to) return 'page'
  return path.startsWith(to === '/' ? '/outbox/' : `${to}/`) ? 'true' : undefined
}
