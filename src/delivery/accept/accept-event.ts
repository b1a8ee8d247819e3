import type { SkipReason } from '../../domain/message.ts'
import type { Pace } from '../../domain/pace.ts'
import type { Acceptance, Stored } from '../../store/message/accept.ts'
import { groupCommits } from '../group-commit.ts'
import { isUnstorable, UnstorableError } from '../store-fault.ts'
import { decide } from './decide.ts'
import type { AcceptancePolicy } from './policy.ts'
import { type StoreContext, storeGroup } from './store-group.ts'
import type { Webhook } from './webhook.ts'

/** The answer to Clerk. */
export type Answer =
  | { readonly status: 'accepted' | 'expired'; readonly messageId: string }
  | {
      readonly status: 'skipped'
      readonly reason: SkipReason
      /** What is wrong with the number, or its country. */
      readonly detail?: string
      readonly messageId?: string
    }
  | { readonly status: 'duplicate'; readonly messageId?: string }
  | { readonly status: 'ignored'; readonly reason: 'unknown_type' }
  | { readonly status: 'synced' }

export type AcceptEvent = (webhook: Omit<Webhook, 'receivedAt'>) => Promise<Answer>

/**
 * Accepts a verified event. When it resolves, the message and its job are stored. When it rejects,
 * nothing was stored, and Clerk sends the event again; after an `UnstorableError` that does not help.
 */
export function createAcceptEvent(
  context: StoreContext & {
    readonly policy: AcceptancePolicy
    readonly newId: () => string
    /** Awaited before each commit. */
    readonly pace: Pace
  },
): AcceptEvent {
  const { policy, now, newId, pace } = context
  const commit = groupCommits<Webhook, Answer>({
    async commit(group) {
      const acceptances = group.map((webhook) => decide(webhook, policy, newId))
      const stored = await storeGroup(context, acceptances)
      return acceptances.map((acceptance, index) => answerTo(acceptance, stored[index]))
    },
    pace,
  })

  return async ({ endpoint, svixId, event }) => {
    try {
      return await commit({ endpoint, svixId, event, receivedAt: now() })
    } catch (error) {
      if (!isUnstorable(error)) throw error
      throw new UnstorableError('the event cannot be stored', { cause: error })
    }
  }
}

function answerTo({ event, message }: Acceptance, stored: Stored | undefined): Answer {
  if (stored?.kind === 'duplicate') {
    return stored.messageId
      ? { status: 'duplicate', messageId: stored.messageId }
      : { status: 'duplicate' }
  }
  if (stored?.kind === 'erased') {
    return { status: 'skipped', reason: 'erased', ...(message && { messageId: message.id }) }
  }
  if (!message) {
    if (event.outcome === 'ignored') return { status: 'ignored', reason: 'unknown_type' }
    return event.outcome === 'skipped'
      ? { status: 'skipped', reason: 'example' }
      : { status: 'synced' }
  }
  switch (message.status) {
    case 'skipped':
      return {
        status: 'skipped',
        reason: message.reason as SkipReason,
        ...(message.detail !== null && { detail: message.detail }),
        messageId: message.id,
      }
    case 'expired':
      return { status: 'expired', messageId: message.id }
    default:
      return { status: 'accepted', messageId: message.id }
  }
}
