/** @jsxImportSource hono/jsx */
import { Backlog } from './backlog.tsx'
import { HeldBack } from './held-back.tsx'
import { LatencyTable } from './latency-table.tsx'
import type { Overview } from './overview.ts'
import { Problems } from './problems.tsx'
import { Providers } from './providers.tsx'
import { StatusChart } from './status-chart.tsx'

/** Speed, backlog, providers, and what an operator should look at. */
export function OverviewPage({ overview, now }: { overview: Overview; now: Date }) {
  return (
    <>
      <h1>Overview</h1>
      <h2>From accepted to sent</h2>
      <LatencyTable {...overview} />

      <h2 id="by-status">Messages in the last day</h2>
      <StatusChart counts={overview.counts} since={overview.since} now={now} />

      <h2>Waiting messages</h2>
      <Backlog {...overview} now={now} />

      <h2 id="held-back">Held back in the last day</h2>
      <HeldBack {...overview} />

      <h2>Providers</h2>
      <Providers {...overview} />

      <h2>To look at</h2>
      <Problems {...overview} />
    </>
  )
}
