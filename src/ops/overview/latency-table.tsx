/** @jsxImportSource hono/jsx */
import type { Latency } from '../../store/views/overview.ts'
import { Scroll } from '../ui/layout.tsx'
import type { Overview } from './overview.ts'
import { seconds } from './seconds.ts'

/** How long messages took from accepted to sent. */
export function LatencyTable({ latencies }: Pick<Overview, 'latencies'>) {
  return (
    <Scroll label="From accepted to sent">
      <table>
        <thead>
          <tr>
            <th scope="col">Accepted in the last</th>
            <th scope="col">Sent</th>
            <th scope="col">p50</th>
            <th scope="col">p95</th>
            <th scope="col">p99</th>
          </tr>
        </thead>
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
