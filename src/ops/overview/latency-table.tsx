/** @jsxImportSource hono/jsx */
import type { Latency } from '../../store/views/overview.ts'
import { Headings, Scroll } from '../ui/table.tsx'
import type { Overview } from './overview.ts'
import { seconds } from './seconds.ts'

/** How long messages took from accepted to sent. */
export function LatencyTable({ latencies }: Pick<Overview, 'latencies'>) {
  return (
    <Scroll label="From accepted to sent">
      <table>
        <Headings names={['Accepted in the last', 'Sent', 'p50', 'p95', 'p99']} />
        <tbody>
          <LatencyRow name="hour" latency={latencies.hour} />
          <LatencyRow name="day" latency={latencies.day} />
        </tbody>
      </table>
    </Scroll>
  )
}

function LatencyRow({ name, latency }: { name: string; latency: Latency }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{latency.count}</td>
      <td>{seconds(latency.p50)}</td>
      <td>{seconds(latency.p95)}</td>
      <td>{seconds(latency.p99)}</td>
    </tr>
  )
}
