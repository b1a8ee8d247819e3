import { backoffMs } from '../domain/retry-policy.ts'
import type { SendOutcome } from '../domain/transport.ts'
import type { Settlement } from '../store/attempts.ts'

/** What an outcome means for one message, given when it dies and how often it was tried. */
export function settlementOf(
  outcome: SendOutcome,
  message: {
    readonly id: string
    readonly expiresAt: Date
    readonly tries: number
    /** When the provider can be asked whether it has the message after all. */
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
      // A stopped transport is asked again by its limiter, not by each message for itself.
      const wait = outcome.stops
        ? 0
        : Math.max(outcome.retryAfterMs ?? 0, backoffMs(message.tries, random))
      const dueAt = new Date(Math.min(now.getTime() + wait, message.expiresAt.getTime()))
      // There will be no next time: say so now, with the cause, rather than at the expiry without.
      if (dueAt >= message.expiresAt) return { ...none, status: 'expired', reason: outcome.code }
      // The whole batch was refused without a word on which message is to blame.
      const solo = outcome.code === 'batch_refused' ? { solo: true as const } : {}
      return { ...none, status: 'queued', reason: outcome.code, dueAt, ...solo }
    }
  }
}
