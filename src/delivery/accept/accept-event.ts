import { type ContentCipher, encryptJson } from '../../domain/content-cipher.ts'
import type { SkipReason } from '../../domain/message.ts'
import type { MessageRef } from '../../domain/message-ref.ts'
import type { Db } from '../../store/engine/database.ts'
import { type Acceptance, type Stored, storeAcceptances } from '../../store/message/accept.ts'
import { erase } from '../../store/message/erase.ts'
import { releaseWelcomes } from '../../store/message/welcomes.ts'
import { saveUsers } from '../../store/users.ts'
import type { Enqueue } from '../enqueue.ts'
import type { LocaleHints } from '../locale-hints.ts'
import { decide } from './decide.ts'
import { groupCommits } from './group-commit.ts'
import type { AcceptancePolicy } from './policy.ts'
import { isItemFault, isUnstorable, UnstorableError } from './store-fault.ts'
import type { Webhook } from './webhook.ts'

/** The answer to Clerk. */
export type Answer =
  | { readonly status: 'accepted' | 'expired'; readonly messageId: string }
  | { readonly status: 'skipped'; readonly reason: SkipReason; readonly messageId?: string }
  | { readonly status: 'duplicate'; readonly messageId?: string }
  | { readonly status: 'ignored'; readonly reason: 'unknown_type' }
  | { readonly status: 'synced' }

export type AcceptEvent = (webhook: Omit<Webhook, 'receivedAt'>) => Promise<Answer>

/**
 * Accepts a verified event. When it resolves, the message and its job are stored. When it rejects,
 * nothing was stored, and Clerk sends the event again; after an `UnstorableError` that does not help.
 */
export function createAcceptEvent(deps: {
  readonly db: Db
  readonly enqueue: Enqueue
  readonly policy: AcceptancePolicy
  readonly cipher: ContentCipher
  /** The language hints from the app: those of a deleted user are deleted, too. */
  readonly hints?: Pick<LocaleHints, 'forget'> | null
  readonly now: () => Date
  readonly newId: () => string
}): AcceptEvent {
  const { db, enqueue, policy, cipher, now, newId } = deps
  const commit = groupCommits<Webhook, Answer>({
    commit: (group) => store(group.map((webhook) => decide(webhook, policy, newId))),
    isItemFault,
  })

  async function store(acceptances: readonly Acceptance[]): Promise<Answer[]> {
    const stored = await db.transaction().execute(async (tx) => {
      const results = await storeAcceptances(tx, acceptances.map(encrypted))
      const fresh = acceptances.filter((_, index) => results[index]?.kind !== 'duplicate')
      const saved = fresh.flatMap(({ savedUser }) => savedUser ?? [])
      if (saved.length > 0) await saveUsers(tx, saved)
      const deleted = fresh.flatMap(({ deletedUser }) => deletedUser ?? [])
      for (const [instanceId, users] of Map.groupBy(deleted, (user) => user.instanceId)) {
        const userIds = users.map(({ id }) => id)
        const { addresses } = await erase(tx, { userIds, recipients: [], instanceId }, now())
        await deps.hints?.forget(addresses, tx)
      }
      const refs: MessageRef[] = acceptances.flatMap(({ message }, index) =>
        message?.status === 'queued' && results[index]?.kind === 'new' && message.reason === null
          ? { id: message.id, channel: message.channel, priority: message.priority }
          : [],
      )
      // The event that says that the address is verified may have come before the user.
      if (saved.length > 0) refs.push(...(await releaseWelcomes(tx, saved, now())))
      if (refs.length > 0) await enqueue(refs, tx)
      return results
    })
    return acceptances.map((acceptance, index) => answerTo(acceptance, stored[index]))
  }

  function encrypted(acceptance: Acceptance): Acceptance {
    const { message } = acceptance
    if (!message?.content || 'sealed' in message.content) return acceptance
    return { ...acceptance, message: { ...message, content: encryptJson(cipher, message.content) } }
  }

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
      return { status: 'skipped', reason: message.reason as SkipReason, messageId: message.id }
    case 'expired':
      return { status: 'expired', messageId: message.id }
    default:
      return { status: 'accepted', messageId: message.id }
  }
}
