/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'

/** One fact of a `<dl>`. */
export function Fact({ name, children }: { name: string; children?: Child }) {
  const empty = children === null || children === undefined || children === ''
  return (
    <>
      <dt>{name}</dt>
      <dd>{empty ? <span class="soft">–</span> : children}</dd>
    </>
  )
}
