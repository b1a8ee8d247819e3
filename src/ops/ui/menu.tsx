/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'

export interface MenuProps {
  /** The words of the button that opens it. */
  readonly label: Child
  /** Which edge of the button it is aligned with. */
  readonly edge?: 'start' | 'end'
  readonly children: Child
}

/** Content that a button opens below itself, above the page. Works without a script. */
export function Menu({ label, edge = 'start', children }: MenuProps) {
  return (
    <details class={`menu from-${edge}`} data-menu="">
      <summary class="button plain">{label}</summary>
      <div class="menu-body">{children}</div>
    </details>
  )
}
