import { backoffMs } from '../../domain/retry-policy.ts'
import type { SendOutcome } from '../../domain/transport.ts'
import type { Settlement } from '../../store/message/settle.ts'

/** What an outcome means for one message, given when it expires and in how many attempts it was. */
export function settlementOf(
  outcome: SendOutcome,
  message: {
    readonly id: string
    readonly expiresAt: Date
    /** How many attempts it has been in, this one included. */
    readonly attempts: number
    /** The provider is stopped, and another one takes the message over. */
    readonly hasStandBy?: boolean
    /** When the provider can be asked whether it has the message. */
    readonly findAt?: Date
  },
  now: Date,
  random: number,
): Settlement {
  const { id } = message
  const none = { id, reason: null, providerMessageId: null, dueAt: null }
  switch (outcome.kind) {
    case 'accepted':
      return { ...none, status: 'sent', providerMessageId: outcome.providerMessageId }
    case 'refused':
      return { ...none, status: 'failed', reason: outcome.code }
    case 'unknown':
      return {
        ...none,
        status: 'unknown',
        reason: outcome.code,
        ...(message.findAt ? { leaseUntil: message.findAt } : {}),
      }
    case 'deferred': {
      const wait = waitMs(outcome, message, random)
      const dueAt = new Date(Math.min(now.getTime() + wait, message.expiresAt.getTime()))
      // There will be no other try. Recorded now with its cause, not later as expired without one.
      if (dueAt >= message.expiresAt) return { ...none, status: 'expired', reason: outcome.code }
      // The whole batch was refused, and the provider does not say because of which message.
      const solo = outcome.code === 'batch_refused' ? { solo: true as const } : {}
      const refusedAt = outcome.stops === 'if_others_too' ? { refusedAt: now } : {}
      return { ...none, status: 'queued', reason: outcome.code, dueAt, ...solo, ...refusedAt }
    }
  }
}

// Longer than the limiter waits between two probes.
const STOPPED_MS = 16_000
const FIRST_REFUSAL_MS = 15_000
const LONGEST_REFUSAL_MS = 60 * 60_000

function waitMs(
  { stops, retryAfterMs = 0 }: Extract<SendOutcome, { kind: 'deferred' }>,
  { attempts, hasStandBy = false }: { readonly attempts: number; readonly hasStandBy?: boolean },
  random: number,
): number {
  if (hasStandBy) return 0
  switch (stops) {
    case 'configuration':
    case 'quota':
      // The limiter releases it when the provider works again. Until then the next probe uses another message.
      return STOPPED_MS
    case 'if_others_too':
      // Long enough for another message to show the cause, and so that this one is not always the next.
      return Math.min(FIRST_REFUSAL_MS * 2 ** Math.min(attempts - 1, 20), LONGEST_REFUSAL_MS)
    default:
      return Math.max(retryAfterMs, backoffMs(attempts, random))
  }
}
