/** @jsxImportSource hono/jsx */
import type { Channel, MessageStatus } from '../../domain/message.ts'
import { useAddress } from '../ui/base.tsx'
import { STATUS_GROUPS, type StatusGroup } from '../ui/status-group.ts'
import { Scroll } from '../ui/table.tsx'
import { type Hour, NAMES } from './hours.ts'
import { hourPath } from './ledger-path.ts'

export interface ChartProps {
  readonly channel: Channel
  readonly hours: readonly Hour[]
  readonly instance: string | undefined
}

const STEP = 10
const BAR = 8
const HEIGHT = 200
// A single failure beside thousands of deliveries must be seen.
const LEAST = 4

// They have links of their own.
const APART: readonly StatusGroup['name'][] = ['trouble', 'doubtful']

/**
 * The messages of one channel by hour and group of statuses. Each bar opens its messages, and what is in trouble
 * those of its most frequent status. The table has a link for each status, also for keyboards and screen readers.
 */
export function Chart({ channel, hours, instance }: ChartProps) {
  const at = useAddress()
  const top = Math.max(...hours.map(({ total }) => total))
  const drawn = hours.map((hour, index) => ({ ...hour, x: index * STEP, bars: barsOf(hour, top) }))
  const whole = STATUS_GROUPS.filter(({ name }) => !APART.includes(name))
  const link = (hour: Date, status?: MessageStatus) =>
    at(hourPath({ channel, hour, status, instance }))
  return (
    <div class="chart-box">
      <span class="chart-top soft">{top.toLocaleString('en')} in an hour</span>
      <Scroll label={`${NAMES[channel]} by hour, as a picture`}>
        <div class="chart-view">
          <div class="chart-bars">
            <svg
              class="chart"
              viewBox={`0 0 ${hours.length * STEP} ${HEIGHT}`}
              preserveAspectRatio="none"
              aria-hidden="true"
            >
              {whole.map(({ name }) => (
                <path
                  class={`g-${name}`}
                  d={drawn
                    .flatMap(({ x, bars }) =>
                      bars.filter(({ group }) => group.name === name).map((bar) => shapeOf(x, bar)),
                    )
                    .join('')}
                />
              ))}
              {drawn
                .filter(({ total }) => total > 0)
                .map((hour) => (
                  <>
                    <a href={link(hour.at)} tabindex={-1}>
                      <title>{titleOf(hour)}</title>
                      <path d={`M${hour.x} 0h${STEP}v${HEIGHT}h-${STEP}z`} />
                    </a>
                    {hour.bars
                      .filter(({ group }) => APART.includes(group.name))
                      .map((bar) => (
                        <a href={link(hour.at, bar.status)} tabindex={-1}>
                          <path class={`g-${bar.group.name}`} d={shapeOf(hour.x, bar)} />
                        </a>
                      ))}
                  </>
                ))}
            </svg>
          </div>
          <p class="chart-axis soft" aria-hidden="true">
            <span>24 h ago</span>
            <span>18 h ago</span>
            <span>12 h ago</span>
            <span>6 h ago</span>
            <span>now</span>
          </p>
        </div>
      </Scroll>
    </div>
  )
}

interface Bar {
  readonly group: StatusGroup
  /** The most frequent one of the group. */
  readonly status: MessageStatus
  readonly y: number
  readonly height: number
}

/** The bars of one hour, from the floor upwards. Statuses of one colour are one bar. */
function barsOf({ counts }: Hour, top: number): readonly Bar[] {
  let y = HEIGHT
  return STATUS_GROUPS.flatMap((group): Bar[] => {
    const countOf = (status: MessageStatus) => counts.get(status) ?? 0
    const [status] = group.statuses.toSorted((a, b) => countOf(b) - countOf(a))
    const count = group.statuses.reduce((sum, one) => sum + countOf(one), 0)
    if (count === 0 || !status) return []
    const height = Math.max(LEAST, Math.round((count / top) * HEIGHT))
    y = Math.max(0, y - height)
    return [{ group, status, y, height }]
  })
}

function shapeOf(x: number, { y, height }: Pick<Bar, 'y' | 'height'>): string {
  return `M${x + 1} ${y}h${BAR}v${height}h-${BAR}z`
}

function titleOf({ hoursAgo, counts }: Hour): string {
  const parts = [...counts].map(([status, count]) => `${count} ${status}`)
  return `${hoursAgo === 0 ? 'This hour' : `${hoursAgo} h ago`}: ${parts.join(', ')}`
}
