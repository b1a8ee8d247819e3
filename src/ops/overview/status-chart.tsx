/** @jsxImportSource hono/jsx */
import { MESSAGE_STATUSES, type MessageStatus } from '../../domain/message.ts'
import type { HourCount } from '../../store/views/overview.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { STATUS_GROUPS } from '../ui/status-group.ts'
import { Headings, Scroll } from '../ui/table.tsx'

const HOUR_MS = 3_600_000
const WIDTH = 720
const HEIGHT = 190
const LEFT = 44
const RIGHT = 708
const FLOOR = 160
const TOP = 12

interface Hour {
  readonly at: Date
  readonly counts: ReadonlyMap<MessageStatus, number>
}

/** Messages by hour and status, as a picture and as a table. */
export function StatusChart({
  counts,
  since,
  now,
}: {
  counts: readonly HourCount[]
  since: Date
  now: Date
}) {
  const hours = hoursOf(counts, since, now)
  const total = counts.reduce((sum, { count }) => sum + count, 0)
  if (total === 0) return <EmptyState title="None in the last day" />
  return (
    <>
      <p class="legend" aria-hidden="true">
        {STATUS_GROUPS.map(({ name, label }) => (
          <span>
            <i class={`swatch g-${name}`} /> {label}
          </span>
        ))}
      </p>
      <Scroll label="Chart">
        <Picture hours={hours} total={total} />
      </Scroll>
      <details>
        <summary>As a table</summary>
        <AsTable hours={hours} />
      </details>
    </>
  )
}

function Picture({ hours, total }: { hours: readonly Hour[]; total: number }) {
  const top = nice(Math.max(...hours.map(({ counts }) => sum(counts, MESSAGE_STATUSES))))
  const step = (RIGHT - LEFT) / hours.length
  const scale = (FLOOR - TOP) / top
  const lines = [0, top / 2, top].filter(Number.isInteger)
  return (
    <svg
      class="chart"
      role="img"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      aria-labelledby="chart-title chart-desc"
    >
      <title id="chart-title">Messages by hour and status</title>
      <desc id="chart-desc">{description(hours, total)}</desc>
      {lines.map((value) => (
        <>
          <line x1={LEFT} x2={RIGHT} y1={FLOOR - value * scale} y2={FLOOR - value * scale} />
          <text x={LEFT - 6} y={FLOOR - value * scale + 4} text-anchor="end">
            {value}
          </text>
        </>
      ))}
      {hours.map(({ at, counts }, index) => {
        const x = LEFT + index * step
        let y = FLOOR
        return (
          <>
            {STATUS_GROUPS.map(({ name, statuses }) => {
              const height = sum(counts, statuses) * scale
              if (height === 0) return null
              y -= height
              return <rect class={`g-${name}`} x={x + 2} y={y} width={step - 4} height={height} />
            })}
            {at.getUTCHours() % 3 === 0 && (
              <text x={x + step / 2} y={FLOOR + 18} text-anchor="middle">
                {clock(at)}
              </text>
            )}
          </>
        )
      })}
    </svg>
  )
}

function AsTable({ hours }: { hours: readonly Hour[] }) {
  const statuses = MESSAGE_STATUSES.filter((status) =>
    hours.some(({ counts }) => counts.get(status)),
  )
  return (
    <Scroll label="Messages by hour and status">
      <table>
        <Headings names={['Hour (UTC)', ...statuses]} />
        <tbody>
          {hours.map(({ at, counts }) => (
            <tr>
              <th scope="row">{clock(at)}</th>
              {statuses.map((status) => (
                <td>{counts.get(status) ?? 0}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

function hoursOf(counts: readonly HourCount[], since: Date, now: Date): Hour[] {
  const hours: Hour[] = []
  for (let at = since.getTime(); at <= now.getTime(); at += HOUR_MS) {
    const ofHour = counts.filter(({ hour }) => hour.getTime() === at)
    hours.push({
      at: new Date(at),
      counts: new Map(ofHour.map(({ status, count }) => [status, count])),
    })
  }
  return hours
}

function description(hours: readonly Hour[], total: number): string {
  const parts = STATUS_GROUPS.map(({ label, statuses }) => {
    const count = hours.reduce((all, { counts }) => all + sum(counts, statuses), 0)
    return `${count} ${label}`
  })
  return `${total} messages in the last day: ${parts.join(', ')}. The table below has the numbers.`
}

function sum(counts: Hour['counts'], statuses: readonly MessageStatus[]): number {
  return statuses.reduce((all, status) => all + (counts.get(status) ?? 0), 0)
}

function clock(at: Date): string {
  return at.toISOString().slice(11, 16)
}

/** The next round number for an axis: 2, 4, 10, 20, 40, 100, … */
function nice(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)))
  return [1, 2, 4, 10].map((factor) => factor * power).find((top) => top >= value && top > 1) ?? 10
}
