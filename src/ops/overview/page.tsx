/** @jsxImportSource hono/jsx */
import { priorityOf } from '../../domain/priority.ts'
import type { Latency } from '../../store/views/overview.ts'
import { Scroll, Time } from '../ui/layout.tsx'
import type { Overview } from './overview.ts'
import { StatusChart } from './status-chart.tsx'

/** How it goes: speed, backlog, providers, and what wants looking at. */
export function OverviewPage({ overview, now }: { overview: Overview; now: Date }) {
  const { latencies, oldestCode, lanes, transports, suppressions } = overview
  const { unknownSlugs, ignoredTypes } = overview
  const suppressed = suppressions.email + suppressions.sms
  return (
    <>
      <h1>Overview</h1>
      <h2>From accepted to sent</h2>
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

      <h2 id="by-status">Messages in the last day</h2>
      <StatusChart counts={overview.counts} since={overview.since} now={now} />

      <h2>What waits</h2>
      <p>
        {oldestCode ? (
          <>
            The oldest waiting code has waited{' '}
            <strong>{seconds((now.getTime() - oldestCode.createdAt.getTime()) / 1000)}</strong>.
          </>
        ) : (
          'No code is waiting.'
        )}
      </p>
      {lanes.length === 0 ? (
        <p class="soft">The queue is empty.</p>
      ) : (
        <Scroll label="Backlog per lane">
          <table>
            <thead>
              <tr>
                <th scope="col">Lane</th>
                <th scope="col">Channel</th>
                <th scope="col">Waiting</th>
                <th scope="col">Oldest since (UTC)</th>
              </tr>
            </thead>
            <tbody>
              {lanes.map((lane) => (
                <tr>
                  <td>{LANES[lane.priority] ?? lane.priority}</td>
                  <td>{lane.channel}</td>
                  <td>{lane.count}</td>
                  <td>
                    <Time at={lane.oldest} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}

      <h2>Providers</h2>
      {transports.length === 0 && <p class="soft">Nothing leaves this machine.</p>}
      <ul>
        {transports.map(({ provider, stoppedBy, probeAt, requestsPerSecond }) => (
          <li>
            {provider}:{' '}
            {stoppedBy === null ? (
              'works'
            ) : (
              <>
                <strong class="bad">stopped by {stoppedBy}</strong>
                {probeAt && (
                  <>
                    , next try at <Time at={probeAt} />
                  </>
                )}
              </>
            )}
            {requestsPerSecond !== null && (
              <span class="soft"> {requestsPerSecond} requests per second</span>
            )}
          </li>
        ))}
      </ul>

      <h2>To look at</h2>
      <ul>
        <li>
          <a href="/suppressions">
            {suppressed === 1 ? '1 suppressed address' : `${suppressed} suppressed addresses`}
          </a>
          {suppressed > 0 && (
            <span class="soft">
              {' '}
              {suppressions.email} email, {suppressions.sms} sms
            </span>
          )}
        </li>
        <li>
          {overview.refusals.total} webhooks with a bad signature, here since{' '}
          <Time at={overview.refusals.since} />
          {overview.refusals.total > 0 && (
            <span class="soft">
              {' '}
              {[...overview.refusals.bySource].map(([name, n]) => `${name} ${n}`).join(', ')}
            </span>
          )}
        </li>
        <li>
          {unknownSlugs.length === 0
            ? 'No slug without a template in the last 7 days'
            : "Slugs without a template in the last 7 days, sent with Clerk's own text:"}
          {unknownSlugs.length > 0 && (
            <ul>
              {unknownSlugs.map(({ channel, slug, count, latest }) => (
                <li>
                  {slug === null ? (
                    <em>none</em>
                  ) : (
                    <a href={`/messages?${new URLSearchParams({ channel, slug })}`}>{slug}</a>
                  )}{' '}
                  <span class="soft">
                    {channel}, {count} ×, last <Time at={latest} />
                  </span>
                </li>
              ))}
            </ul>
          )}
        </li>
        {ignoredTypes.length > 0 && (
          <li>
            <strong class="bad">Events that Bellhop does not know</strong> and Clerk leaves it to
            deliver, in the last 7 days: somebody waits for what nobody has sent
            <ul>
              {ignoredTypes.map(({ type, count, latest }) => (
                <li>
                  {type}{' '}
                  <span class="soft">
                    {count} ×, last <Time at={latest} />
                  </span>
                </li>
              ))}
            </ul>
          </li>
        )}
      </ul>
    </>
  )
}

const LANES: Readonly<Record<number, string>> = {
  [priorityOf('code')]: 'codes',
  [priorityOf('link')]: 'links',
  [priorityOf('notice')]: 'invitations and notices',
  [priorityOf('welcome')]: 'welcome',
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

function seconds(value: number | null): string {
  if (value === null) return '–'
  if (value < 1) return `${Math.round(value * 1000)}\u00a0ms`
  if (value < 60) return `${value.toFixed(1)}\u00a0s`
  if (value < 3600) return `${Math.round(value / 60)}\u00a0min`
  return `${Math.round(value / 3600)}\u00a0h`
}
