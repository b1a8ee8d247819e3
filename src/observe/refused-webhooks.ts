import { isOwnSvixId, type RefusedWebhooks } from '../domain/clerk-contact.ts'
import type { WebhookRecord } from '../http/clerk-webhook.ts'

/** Observes whether the webhooks that Clerk seems to send have a good signature. In memory only. */
export interface RefusedWebhookWatch {
  observe(record: Pick<WebhookRecord, 'fault' | 'bySvix' | 'svixId'>): void
  /** Those since the last good one; null if there are none. */
  read(): RefusedWebhooks | null
}

export function createRefusedWebhookWatch(now: () => Date): RefusedWebhookWatch {
  let refused: RefusedWebhooks | null = null
  return {
    observe({ fault, bySvix, svixId }) {
      if (svixId !== undefined && isOwnSvixId(svixId)) return
      if (!fault) refused = null
      else if (bySvix) refused = { count: (refused?.count ?? 0) + 1, latestAt: now() }
    },
    read: () => refused,
  }
}
