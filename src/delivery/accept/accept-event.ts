import { sealJson, type Vault } from '../../domain/content-cipher.ts'
import type { ClerkEvent } from '../../domain/event.ts'
import type { SkipReason } from '../../domain/message.ts'
import type { MessageRef } from '../../domain/message-ref.ts'
import type { Db } from '../../store/engine/database.ts'
import { type Acceptance, type Stored, storeAcceptances } from '../../store/message/accept.ts'
import { erase } from '../../store/message/erase.ts'
import { releaseWelcomes } from '../../store/message/welcomes.ts'
import { saveUsers } from '../../store/users.ts'
import type { Enqueue } from '../enqueue.ts'
import type { LocaleHints } from '../locale-hints.ts'
import { type AcceptancePolicy, type Decision, decide, type Received } from './decide.ts'
import { groupCommits } from './group-commit.ts'
import { isItemFault, isUnstorable, UnstorableError } from './store-fault.ts'

/** What Clerk is told. */
export type Answer =
  | { readonly status: 'accepted' | 'expired'; readonly messageId: string }
  | { readonly status: 'skipped'; readonly reason: SkipReason; readonly messageId?: string }
  | { readonly status: 'duplicate'; readonly messageId?: string }
  | { readonly status: 'ignored'; readonly reason: 'unknown_type' }
  | { readonly status: 'synced' }

export type AcceptEvent = (webhook: {
  readonly endpoint: string
  readonly svixId: string
  readonly event: ClerkEvent
}) => Promise<Answer>

/**
 * Takes a verified event in. When it resolves, the message and its job are durable; when it rejects,
 * nothing was stored, and Clerk's retry brings the event again. With an `UnstorableError` that is in vain.
 */
export function createAcceptEvent(deps: {
  readonly db: Db
  readonly enqueue: Enqueue
  readonly policy: AcceptancePolicy
  readonly vault: Vault
  /** What the app told of its readers' languages, to be forgotten with them. */
  readonly hints?: Pick<LocaleHints, 'forget'> | null
  readonly now: () => Date
  readonly newId: () => string
}): AcceptEvent {
  const { db, enqueue, policy, vault, now, newId } = deps
  const commit = groupCommits<Received, Answer>({
    commit: (group) => store(group.map((received) => decide(received, policy, newId))),
    isItemFault,
  })

  async function store(decisions: readonly Decision[]): Promise<Answer[]> {
    const stored = await db.transaction().execute(async (tx) => {
      const results = await storeAcceptances(
        tx,
        decisions.map(({ acceptance }) => sealed(acceptance)),
      )
      const fresh = decisions.filter((_, index) => results[index]?.kind !== 'duplicate')
      const saved = fresh.flatMap(({ savedUser }) => savedUser ?? [])
      if (saved.length > 0) await saveUsers(tx, saved)
      const deleted = fresh.flatMap(({ deletedUser }) => deletedUser ?? [])
      for (const [instanceId, users] of Map.groupBy(deleted, (user) => user.instanceId)) {
        const userIds = users.map(({ id }) => id)
        const { addresses } = await erase(tx, { userIds, recipients: [], instanceId }, now())
        await deps.hints?.forget(addresses, tx)
      }
      const refs: MessageRef[] = decisions.flatMap(({ acceptance: { message } }, index) =>
        message?.status === 'queued' && results[index]?.kind === 'new' && message.reason === null
          ? { id: message.id, channel: message.channel, priority: message.priority }
          : [],
      )
      // The news that the address is verified may have come before the user.
      if (saved.length > 0) refs.push(...(await releaseWelcomes(tx, saved, now())))
      if (refs.length > 0) await enqueue(refs, tx)
      return results
    })
    return decisions.map(({ acceptance }, index) => answerTo(acceptance, stored[index]))
  }

  function sealed({ event, message }: Acceptance): Acceptance {
    if (!message?.content || 'sealed' in message.content) return { event, message }
    return { event, message: { ...message, content: sealJson(vault, message.content) } }
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
