/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'
import { Icon } from './icon.tsx'
import { Link } from './link.tsx'

/** A filter that is set. `remove`: the page without it. `children`: its value, if it is more than text. */
export function Chip({
  name,
  value,
  remove,
  children,
}: {
  name: string
  value: string
  remove: string
  children?: Child
}) {
  return (
    <span class="chip">
      <span class="soft">{name}</span> <span class="chip-value">{children ?? value}</span>
      <Link to={remove} aria-label={`Remove the filter ${name}: ${value}`}>
        <Icon name="cross" />
      </Link>
    </span>
  )
}

/** The filters that are set, beside each other. */
export function Chips({ children }: { children: Child }) {
  return <div class="chips">{children}</div>
}
