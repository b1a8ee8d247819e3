import type { MessageStatus } from '../../domain/message.ts'
import type { IconName } from './icon.tsx'

export type GroupName = 'delivered' | 'sent' | 'waiting' | 'trouble' | 'doubtful' | 'none'

/** Statuses with one colour and one shape. Readers cannot tell a dozen apart. */
export interface StatusGroup {
  readonly name: GroupName
  readonly label: string
  readonly icon: IconName
  readonly statuses: readonly MessageStatus[]
}

/** All groups, the good ones first. */
export const STATUS_GROUPS: readonly StatusGroup[] = [
  { name: 'delivered', label: 'delivered', icon: 'check', statuses: ['delivered'] },
  { name: 'sent', label: 'sent', icon: 'arrow', statuses: ['sent'] },
  { name: 'waiting', label: 'waiting', icon: 'clock', statuses: ['queued', 'sending'] },
  {
    name: 'trouble',
    label: 'in trouble',
    icon: 'triangle',
    statuses: ['failed', 'bounced', 'undelivered', 'complained'],
  },
  { name: 'doubtful', label: 'doubtful', icon: 'question', statuses: ['unknown'] },
  {
    name: 'none',
    label: 'not sent',
    icon: 'stop',
    statuses: ['expired', 'superseded', 'skipped'],
  },
]

/** The group of a status. A status that is not known is doubtful. */
export function groupOf(status: string): StatusGroup {
  const found = STATUS_GROUPS.find(({ statuses }) => statuses.some((one) => one === status))
  return found ?? { name: 'doubtful', label: 'doubtful', icon: 'question', statuses: [] }
}
