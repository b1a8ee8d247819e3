import { isOwnSvixId, type RefusedWebhooks } from '../domain/clerk-contact.ts'
import type { WebhookRecord } from '../http/clerk-webhook.ts'

type Signed = Pick<WebhookRecord, 'fault' | 'bySvix' | 'svixId'>

/**
 * What a webhook says about the signatures of Clerk: null if nothing. The command line signs with our own secret,
 * and anybody can post what does not look like a request of Svix.
 */
export function signatureOf({ fault, bySvix, svixId }: Signed): 'good' | 'refused' | null {
  if (svixId !== undefined && isOwnSvixId(svixId)) return null
  if (!fault) return 'good'
  return bySvix ? 'refused' : null
}

/** Observes whether the webhooks that Clerk seems to send have a good signature. In memory only. */
export interface RefusedWebhookWatch {
  observe(record: Signed): void
  /** Those since the last good one; null if there are none. */
  read(): RefusedWebhooks | null
}

export function createRefusedWebhookWatch(now: () => Date): RefusedWebhookWatch {
  let refused: RefusedWebhooks | null = null
  return {
    observe(record) {
      const signature = signatureOf(record)
      if (signature === 'good') refused = null
      if (signature === 'refused') refused = { count: (refused?.count ?? 0) + 1, latestAt: now() }
    },
    read: () => refused,
  }
}
