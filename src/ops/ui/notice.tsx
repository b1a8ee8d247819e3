/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'
import { Icon } from './icon.tsx'

export type NoticeTone = 'info' | 'warn' | 'bad'

export interface NoticeProps {
  readonly tone?: NoticeTone
  /** `alert` for a fault in what the reader has just done, `status` for its result. */
  readonly role?: 'alert' | 'status'
  readonly children: Child
}

const ICONS = { info: 'info', warn: 'triangle', bad: 'triangle' } as const

/** A message to the reader above the content of a page. */
export function Notice({ tone = 'info', role, children }: NoticeProps) {
  return (
    <div class={`notice ${tone}`} role={role}>
      <Icon name={ICONS[tone]} />
      <div>{children}</div>
    </div>
  )
}
