/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'

/** The heading of a page, a sentence below it, and what can be done with the whole page beside it. */
export function PageTitle({
  title,
  about,
  children,
}: {
  title: Child
  about?: Child
  children?: Child
}) {
  return (
    <div class="page-title">
      <div>
        <h1>{title}</h1>
        {about && <p class="soft">{about}</p>}
      </div>
      {children && <div class="page-actions">{children}</div>}
    </div>
  )
}
