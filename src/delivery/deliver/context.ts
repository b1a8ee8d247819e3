import type { ContentCipher } from '../../domain/content-cipher.ts'
import type { SettingsOf } from '../../domain/instance-settings.ts'
import type { Transport } from '../../domain/transport.ts'
import type { Db } from '../../store/engine/database.ts'
import type { Enqueue } from '../enqueue.ts'
import type { FreshMessages } from '../fresh-messages.ts'
import type { Limiter } from '../limiter.ts'
import type { DeliverySignals } from '../signals.ts'
import type { SettleAttempt } from './settle-together.ts'

/** What the steps of a delivery work with. */
export interface DeliverContext {
  readonly db: Db
  readonly settleAttempt: SettleAttempt
  readonly enqueue: Enqueue
  readonly fresh: Pick<FreshMessages, 'take'>
  readonly cipher: ContentCipher
  readonly settingsOf: SettingsOf
  /** The segments of SMS that a day may have; null: any number. */
  readonly dailySegments: number | null
  readonly signals: DeliverySignals
  readonly now: () => Date
  readonly random: () => number
  readonly newId: () => string
  /** Calls `task` every `ms` until the returned function is called. */
  readonly every: (ms: number, task: () => Promise<void>) => () => void
}

/** A provider, and the limiter that decides when a request to it may be made. */
export interface Provider {
  readonly transport: Transport
  readonly limiter: Pick<
    Limiter,
    'stop' | 'accepted' | 'refused' | 'deferred' | 'doubted' | 'stoppedBy'
  >
  /** The other provider of the channel, which takes over while this one is stopped, or the other way round. */
  readonly other?: Provider
}

export interface AskOptions {
  /** Aborts the request. */
  readonly signal?: AbortSignal
  /** Called when all is ready and the request is about to be made. */
  readonly onRequest?: () => void
}

/**
 * How long a worker holds an attempt before others may take it over. The lease is renewed while a request
 * is under way, so that only a dead worker loses it, and soon.
 */
export const LEASE_MS = 5_000
