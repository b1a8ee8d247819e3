/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'
import { Icon } from './icon.tsx'

/** What stands where a part of a page could not be shown, with what to do below it. */
export function ErrorState({ title, children }: { title: string; children?: Child }) {
  return (
    <div class="state failed" role="alert">
      <p class="state-title">
        <Icon name="triangle" /> {title}
      </p>
      {children && <div class="soft">{children}</div>}
    </div>
  )
}
