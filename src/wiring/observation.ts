import manifest from '../../package.json' with { type: 'json' }
import { createMetrics, type Metrics } from '../observe/metrics.ts'
import { createRefusalCount, type RefusalCount } from '../observe/refused-signatures.ts'
import { createRefusedWebhookWatch, type RefusedWebhookWatch } from '../observe/refused-webhooks.ts'
import { createSignals, type Signals } from '../observe/signals.ts'
import type { Telemetry } from '../observe/telemetry.ts'
import { readBacklog } from '../store/views/backlog.ts'
import type { AlertDesk } from './alerts.ts'
import type { Base } from './base.ts'
import type { Provider } from './open-provider.ts'
import { allProviders } from './providers.ts'
import type { Store } from './store.ts'

/** Turns the reports of the other parts into metrics, spans, alerts and log lines. */
export interface Observation {
  readonly metrics: Metrics
  readonly signals: Signals
  readonly refusals: RefusalCount
  readonly refusedWebhooks: RefusedWebhookWatch
}

export function openObservation(
  { log, now }: Base,
  parts: {
    readonly store: Store
    readonly providers: readonly Provider[]
    readonly telemetry: Telemetry
    readonly alerts: AlertDesk | null
    readonly dailySegments: number | null
    readonly keptMs: number
  },
): Observation {
  const { store, providers, telemetry, alerts, dailySegments, keptMs } = parts
  const metrics = createMetrics({
    version: manifest.version,
    engine: store.connection.engine,
    keptMs,
    dailySegments,
    readBacklog: () => readBacklog(store.db, now()),
    transports: () =>
      allProviders(providers).map(({ transport: { provider }, limiter }) => ({
        provider,
        stoppedBy: limiter.stoppedBy(),
        requestsPerSecond: limiter.requestsPerSecond(),
      })),
    now,
  })
  return {
    metrics,
    signals: createSignals({ metrics, telemetry, alerts, log, now }),
    refusals: createRefusalCount(now),
    refusedWebhooks: createRefusedWebhookWatch(now),
  }
}
