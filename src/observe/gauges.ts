import pTimeout from 'p-timeout'
import { Counter, Gauge, type Registry } from 'prom-client'
import type { Channel } from '../domain/message.ts'
import { LANES, laneOf } from '../domain/priority.ts'
import { recent } from '../http/recent.ts'
import type { Backlog } from '../store/views/backlog.ts'

export interface TransportGauge {
  readonly provider: string
  /** The error that stopped it. */
  readonly stoppedBy: string | null
  /** Null for no limit. */
  readonly requestsPerSecond: number | null
}

/** The sources of the numbers that are read at each scrape. */
export interface GaugeSources {
  readonly readBacklog: () => Promise<Backlog>
  readonly transports: () => readonly TransportGauge[]
  /** The segments of SMS that a day may have; null: any number. */
  readonly dailySegments: number | null
  readonly now: () => Date
}

const CHANNELS: readonly Channel[] = ['email', 'sms']
const READ_LIMIT_MS = 2_000

/** The state at the moment of a scrape. The counters of metrics.ts count since the start. */
export function createGauges(registry: Registry, sources: GaugeSources) {
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Gauge({ name, help, labelNames, registers: [registry] })
  const backlog = gauge('bellhop_backlog', 'Messages that wait, by channel and lane.', [
    'channel',
    'lane',
  ])
  const oldestCode = gauge(
    'bellhop_oldest_waiting_code_seconds',
    'Age of the oldest code that is not with a provider yet; 0 when none waits.',
    [],
  )
  const suppressions = gauge(
    'bellhop_suppressions',
    'Suppressed addresses and numbers, by channel.',
    ['channel'],
  )
  const stopped = gauge(
    'bellhop_transport_stopped',
    '1 while a provider is stopped, with the cause; 0 while it works.',
    ['provider', 'cause'],
  )
  const rate = gauge(
    'bellhop_transport_requests_per_second',
    'The limit of requests to a provider; absent if it names no limit.',
    ['provider'],
  )
  const segments = gauge(
    'bellhop_sms_segments',
    'Segments of the SMS that were sent on this day (UTC).',
    [],
  )
  const budget = gauge(
    'bellhop_sms_segments_budget',
    'SMS_DAILY_SEGMENTS: the segments that a day may have; absent without a limit.',
    [],
  )
  budget.remove()
  const errors = new Counter({
    name: 'bellhop_scrape_errors_total',
    help: 'Scrapes without the numbers from the database, which could not be read.',
    registers: [registry],
  })
  // If the database hangs, scrapes share one query.
  const readBacklog = recent(sources.readBacklog, 0)

  function showBacklog(found: Backlog): void {
    for (const channel of CHANNELS) {
      for (const lane of LANES) backlog.set({ channel, lane }, 0)
      suppressions.set({ channel }, 0)
    }
    for (const { channel, priority, messages } of found.waiting) {
      backlog.inc({ channel, lane: laneOf(priority) }, messages)
    }
    for (const { channel, addresses } of found.suppressions) {
      suppressions.set({ channel }, addresses)
    }
    segments.set(found.segments)
    if (sources.dailySegments !== null) budget.set(sources.dailySegments)
    const since = found.oldestCode?.since.getTime()
    const age = since === undefined ? 0 : (sources.now().getTime() - since) / 1_000
    oldestCode.set(Math.max(0, age))
  }

  function showTransports(): void {
    stopped.reset()
    rate.reset()
    for (const { provider, stoppedBy, requestsPerSecond } of sources.transports()) {
      stopped.set({ provider, cause: stoppedBy ?? '' }, stoppedBy === null ? 0 : 1)
      if (requestsPerSecond !== null) rate.set({ provider }, requestsPerSecond)
    }
  }

  return {
    /** Updates all gauges. Those whose numbers cannot be read are left out. */
    async read(): Promise<void> {
      const found = await pTimeout(readBacklog(), { milliseconds: READ_LIMIT_MS }).catch(() => null)
      showTransports()
      if (found) return showBacklog(found)
      errors.inc()
      backlog.reset()
      suppressions.reset()
      oldestCode.remove()
      segments.remove()
    },
  }
}
