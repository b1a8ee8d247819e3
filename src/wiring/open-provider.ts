import { createLimiter, type Limiter } from '../delivery/limiter.ts'
import { type PermitChannel, permitAlone } from '../delivery/stand-by.ts'
import type { Channel } from '../domain/message.ts'
import type { StandByRules } from '../domain/stand-by-rules.ts'
import type { Transport } from '../domain/transport.ts'
import { type Backlog, createBacklog } from '../queue/backlog.ts'
import { sleep } from '../runtime/timers.ts'
import type { HeadersListener } from '../transports/provider-headers.ts'
import type { Base } from './base.ts'
import type { Store } from './store.ts'

/** A provider, with what decides when it may be asked. */
export interface Provider {
  readonly transport: Transport
  readonly limiter: Limiter
  /** The one that takes over while this one is stopped. */
  readonly standBy?: Pick<Provider, 'transport' | 'limiter'>
  readonly permit: PermitChannel
  readonly backlog: Backlog
  /** Most messages in a request, also of the one that stands by. */
  readonly most: number
  /** Most requests under way at once. */
  readonly concurrency: number
}

export interface ProviderOptions {
  readonly channel: Channel
  /** Its name in the ledger. */
  readonly provider: string
  /** Requests per second until the provider names its limit; null for no limit. */
  readonly startingRate: number | null
  /** True if the rate is a setting. */
  readonly isRateSet?: boolean
  readonly concurrency?: number
  /** When it is stopped because another provider stands by. */
  readonly standBy?: StandByRules | null
  /** The name of that other provider. */
  readonly takenOverBy?: string
  readonly open: (onHeaders: HeadersListener) => Transport
}

/** A provider was stopped, and by what, or works again (null). */
export type OnChange = (
  provider: Pick<ProviderOptions, 'channel' | 'provider' | 'takenOverBy'>,
  stoppedBy: string | null,
) => void

export type OpenProvider = (options: ProviderOptions) => Promise<Provider>

// Emails share a request, SMS do not.
const CONCURRENCY: Record<Channel, number> = { email: 4, sms: 8 }

export function providerOpener(
  { now, onError }: Pick<Base, 'now' | 'onError'>,
  { db, queue }: Store,
  onChange: OnChange,
): OpenProvider {
  return async (options) => {
    const { channel, provider, takenOverBy, open, concurrency = CONCURRENCY[channel] } = options
    const named = { channel, provider, ...(takenOverBy ? { takenOverBy } : {}) }
    const limiter = await createLimiter({
      db,
      now,
      sleep,
      enqueue: queue.enqueue,
      onChange: (stoppedBy) => onChange(named, stoppedBy),
      ...options,
    })
    const transport = open((headers, status) => {
      limiter.onResponse(headers, status).catch(onError)
    })
    const backlog = createBacklog(transport.batchSize * concurrency)
    const permit = permitAlone({ transport, limiter })
    return { transport, limiter, permit, backlog, most: transport.batchSize, concurrency }
  }
}
