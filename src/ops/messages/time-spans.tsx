/** @jsxImportSource hono/jsx */
import { Link } from '../ui/link.tsx'
import { type MessageFilter, pathOf } from './filter.ts'

const SPANS = [
  ['last hour', 1],
  ['24 hours', 24],
  ['7 days', 168],
] as const
const HOUR_MS = 3_600_000

/** Links to the same page with messages of the last hours. */
export function TimeSpans({
  filter,
  page,
  now,
}: {
  filter: MessageFilter
  page: string
  now: Date
}) {
  return (
    <p class="spans">
      <span class="soft">Or the</span>
      {SPANS.map(([words, hours]) => (
        <Link to={pathOf({ ...filter, since: hoursBefore(now, hours), until: undefined }, page)}>
          {words}
        </Link>
      ))}
    </p>
  )
}

/** In whole minutes, so that the address is the same for a while. */
function hoursBefore(now: Date, hours: number): Date {
  const at = now.getTime() - hours * HOUR_MS
  return new Date(at - (at % 60_000))
}
