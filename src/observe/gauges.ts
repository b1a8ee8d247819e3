import pTimeout from 'p-timeout'
import { Counter, Gauge, type Registry } from 'prom-client'
import type { Channel } from '../domain/message.ts'
import { LANES, laneOf } from '../domain/priority.ts'
import type { Backlog } from '../store/views/backlog.ts'

export interface TransportGauge {
  readonly provider: string
  /** The error that stopped it. */
  readonly stoppedBy: string | null
  /** Null for no limit. */
  readonly requestsPerSecond: number | null
}

/** Where the numbers come from that are read when somebody asks for them. */
export interface GaugeSources {
  readonly readBacklog: () => Promise<Backlog>
  readonly transports: () => readonly TransportGauge[]
  readonly now: () => Date
}

const CHANNELS: readonly Channel[] = ['email', 'sms']
const PATIENCE_MS = 2_000

/** What is so at the moment of the scrape, as opposed to what has happened since the start. */
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
    'Addresses and numbers that get nothing any more, by channel.',
    ['channel'],
  )
  const stopped = gauge(
    'bellhop_transport_stopped',
    '1 while a provider is stopped, with the cause; 0 while it works.',
    ['provider', 'cause'],
  )
  const rate = gauge(
    'bellhop_transport_requests_per_second',
    'How fast a provider may be asked; absent where it names no limit.',
    ['provider'],
  )
  const errors = new Counter({
    name: 'bellhop_scrape_errors_total',
    help: 'Scrapes that went without the numbers from the database.',
    registers: [registry],
  })
  // A database that hangs must not collect a query for each scrape.
  let underWay: Promise<Backlog> | null = null

  function readBacklog(): Promise<Backlog> {
    underWay ??= sources.readBacklog().finally(() => {
      underWay = null
    })
    return underWay
  }

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
    const since = found.oldestCode?.createdAt.getTime()
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
    /** Brings all up to date; what cannot be read is left out rather than told from memory. */
    async read(): Promise<void> {
      const found = await pTimeout(readBacklog(), { milliseconds: PATIENCE_MS }).catch(() => null)
      showTransports()
      if (found) return showBacklog(found)
      errors.inc()
      backlog.reset()
      suppressions.reset()
      oldestCode.remove()
    },
  }
}
