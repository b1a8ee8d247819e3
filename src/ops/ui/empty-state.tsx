/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'

/** What stands where a list has nothing to show, with the next step below it. */
export function EmptyState({ title, children }: { title: Child; children?: Child }) {
  return (
    <div class="state">
      <p class="state-title">{title}</p>
      {children && <div class="soft">{children}</div>}
    </div>
  )
}
