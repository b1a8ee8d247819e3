/** @jsxImportSource hono/jsx */
import { MESSAGE_STATUSES, type MessageStatus } from '../../domain/message.ts'
import { COUNTED_AT_MOST, type MessageCount } from '../../store/views/message-count.ts'
import { Link } from '../ui/link.tsx'
import { groupOf, STATUS_GROUPS } from '../ui/status-group.ts'
import { type MessageFilter, pathOf } from './filter.ts'

// Groups of statuses stay together.
const STATUSES = STATUS_GROUPS.flatMap(({ statuses }) => statuses)

export interface StatusTabsProps {
  readonly filter: MessageFilter
  readonly count: MessageCount
}

/** The statuses of the list with their counts. Each is a filter. */
export function StatusTabs({ filter, count: { total, complete, byStatus } }: StatusTabsProps) {
  const { status: chosen, ...others } = filter
  const all = MESSAGE_STATUSES.reduce((sum, status) => sum + (byStatus[status] ?? 0), 0)
  if (all + total === 0) return null
  const shown = STATUSES.filter((status) => byStatus[status] || status === chosen)
  const allComplete = all < COUNTED_AT_MOST && (complete || total >= COUNTED_AT_MOST)
  return (
    <nav class="tabs" aria-label="By status">
      <Link to={pathOf(others)} aria-current={chosen ? undefined : 'true'}>
        All <Count of={chosen ? all : total} complete={chosen ? allComplete : complete} />
      </Link>
      {shown.map((status) => (
        <Tab status={status} to={pathOf({ ...others, status })} chosen={status === chosen}>
          {status === chosen ? (
            <Count of={total} complete={complete} />
          ) : (
            <Count of={byStatus[status] ?? 0} complete={allComplete} />
          )}
        </Tab>
      ))}
    </nav>
  )
}

function Tab({
  status,
  to,
  chosen,
  children,
}: {
  status: MessageStatus
  to: string
  chosen: boolean
  children: unknown
}) {
  return (
    <Link
      to={to}
      class={`status g-${groupOf(status).name}`}
      aria-current={chosen ? 'true' : undefined}
    >
      {status} {children}
    </Link>
  )
}

/** `10,000+` if there are more than were counted. */
function Count({ of, complete }: { of: number; complete: boolean }) {
  return <span class="count">{countText({ total: of, complete })}</span>
}

/** A count in words, for example `10,000+`. */
export function countText({ total, complete }: Pick<MessageCount, 'total' | 'complete'>): string {
  return `${total.toLocaleString('en')}${complete ? '' : '+'}`
}
