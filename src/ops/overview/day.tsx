/** @jsxImportSource hono/jsx */
import { StatusBadge } from '../ui/badge.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Link } from '../ui/link.tsx'
import { Chart } from './chart.tsx'
import type { FiguresProps } from './figures.tsx'
import { hoursOf, NAMES, statusesOf } from './hours.ts'
import { ledgerPath } from './ledger-path.ts'

type DayProps = Omit<FiguresProps, 'service'>

const CHANNELS = ['email', 'sms'] as const

/** The messages of the last 24 hours: a sum for each status, and a chart for each channel. */
export function DayCharts({ figures, instance }: DayProps) {
  const { day, since } = figures
  const statuses = statusesOf(day)
  if (statuses.length === 0) return <EmptyState title="No message in the last 24 hours" />
  return (
    <>
      <ul class="sums">
        {statuses.map((status) => (
          <li>
            <Link to={ledgerPath({ status, since, instance })}>
              <StatusBadge status={status} /> {day.statuses[status]?.toLocaleString('en')}
            </Link>
          </li>
        ))}
      </ul>
      <div class="charts">
        {CHANNELS.map((channel) => {
          const hours = hoursOf(day.hours, channel, since)
          const total = hours.reduce((sum, hour) => sum + hour.total, 0)
          if (total === 0) return null
          return (
            <section>
              <h3>
                {NAMES[channel]} <span class="soft">{total.toLocaleString('en')}</span>
              </h3>
              <Chart channel={channel} hours={hours} instance={instance} />
            </section>
          )
        })}
      </div>
      <p>
        <Link to={`/overview/hours${instance ? `?${new URLSearchParams({ instance })}` : ''}`}>
          The same as a table
        </Link>
      </p>
    </>
  )
}
