/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'
import { Icon } from './icon.tsx'
import { Link } from './link.tsx'

export interface StatusLineProps {
  readonly tone: 'well' | 'warn' | 'bad'
  /** The sentence, for example "Codes are late". */
  readonly title: Child
  /** The cause, since when, and what it means. */
  readonly children?: Child
  /** The page that helps. */
  readonly link?: { readonly to: string; readonly text: string } | undefined
}

const ICONS = { well: 'check', warn: 'clock', bad: 'triangle' } as const

/** Whether all is well, in one line at the top of a page. */
export function StatusLine({ tone, title, children, link }: StatusLineProps) {
  return (
    <div class={`status-line ${tone}`}>
      <Icon name={ICONS[tone]} />
      <div>
        <p class="status-title">{title}</p>
        {children && <div>{children}</div>}
      </div>
      {link && <Link to={link.to}>{link.text}</Link>}
    </div>
  )
}
