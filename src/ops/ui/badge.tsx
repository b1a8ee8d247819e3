/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'
import type { Finding } from '../../domain/finding.ts'
import { Icon, type IconName } from './icon.tsx'
import { type GroupName, groupOf } from './status-group.ts'

export interface BadgeProps {
  /** Its colour. */
  readonly tone: GroupName
  readonly icon?: IconName
  readonly children: Child
}

/** A short word in a colour, with a shape for readers who do not see colours. */
export function Badge({ tone, icon, children }: BadgeProps) {
  return (
    <span class={`badge g-${tone}`}>
      {icon && <Icon name={icon} />}
      {children}
    </span>
  )
}

/** The status of a message, in the colour and with the shape of its group. Lists are full of them, so it is short. */
export function StatusBadge({ status }: { status: string }) {
  return <span class={`badge status g-${groupOf(status).name}`}>{status}</span>
}

const FINDINGS = {
  ok: { tone: 'delivered', icon: 'check' },
  warn: { tone: 'doubtful', icon: 'triangle' },
  fail: { tone: 'trouble', icon: 'cross' },
  skipped: { tone: 'none', icon: 'stop' },
} as const satisfies Record<Finding['status'], { tone: GroupName; icon: IconName }>

/** The result of a check. */
export function FindingBadge({ status }: { status: Finding['status'] }) {
  return <Badge {...FINDINGS[status]}>{status}</Badge>
}
