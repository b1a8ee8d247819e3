import type { Config } from '../config/config.ts'
import { recent } from '../http/recent.ts'
import { alertType } from '../observe/alerts/alert-types.ts'
import { describeError } from '../observe/log.ts'
import type { ProviderInUse } from '../ops/overview/providers-in-use.ts'
import { createReadOverview, type ReadOverview } from '../ops/overview/read-overview.ts'
import type { ShownAlert } from '../ops/overview/verdict.ts'
import type { Db } from '../store/engine/database.ts'
import { listOpenAlerts } from '../store/views/open-alerts.ts'
import type { Base } from './base.ts'
import type { Provider } from './open-provider.ts'
import type { Parts } from './parts.ts'

/** Reads what the overview shows, once for all who look at it within `sharedMs`. */
export function openReadOverview(
  config: Config,
  { log, now }: Base,
  parts: Pick<Parts, 'store' | 'providers' | 'observation'>,
  sharedMs: number,
): ReadOverview {
  const { store, providers, observation } = parts
  const { db } = store
  return createReadOverview({
    db,
    now,
    share: (read) => recent(read, sharedMs),
    onError: (error) => log.error(describeError(error), 'the overview could not be read'),
    sources: {
      inUse: providersInUse(providers),
      refusals: observation.refusals,
      refused: observation.refusedWebhooks.read,
      alerts: (at) => shownAlerts(db, at),
      pings: { database: () => store.ping(2_000), queue: () => store.queue.ping() },
      dailySegments: config.dailySegments ?? null,
      segmentPrice: config.segmentPrice ?? null,
    },
  })
}

function providersInUse(providers: readonly Provider[]): readonly ProviderInUse[] {
  return providers.flatMap(({ transport: { channel, provider }, standBy }): ProviderInUse[] => [
    { channel, provider, role: 'first' },
    ...(standBy
      ? [{ channel, provider: standBy.transport.provider, role: 'stand-by' as const }]
      : []),
  ])
}

async function shownAlerts(db: Db, at: Date): Promise<readonly ShownAlert[]> {
  const open = await listOpenAlerts(db, at)
  return open.map(({ type, data, since }) => {
    const { urgency, sentence, page } = alertType(type)
    return { type, urgency, sentence: sentence(data), since, page: page(data) }
  })
}
