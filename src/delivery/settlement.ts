import { backoffMs } from '../domain/retry-policy.ts'
import type { SendOutcome } from '../domain/transport.ts'
import type { Settlement } from '../store/attempts.ts'

/** What an outcome means for one message, given when it dies and how often it was tried. */
export function settlementOf(
  outcome: SendOutcome,
  message: { readonly id: string; readonly expiresAt: Date; readonly tries: number },
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
      return { ...none, status: 'unknown', reason: outcome.code }
    case 'deferred': {
      const wait = Math.max(outcome.retryAfterMs ?? 0, backoffMs(message.tries, random))
      const dueAt = new Date(now.getTime() + wait)
      // There will be no next time: say so now, with the cause, rather than at the expiry without.
      if (dueAt >= message.expiresAt) return { ...none, status: 'expired', reason: outcome.code }
      return { ...none, status: 'queued', reason: outcome.code, dueAt }
    }
  }
}
