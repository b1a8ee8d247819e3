import { openJson, type Vault } from '../../domain/content-cipher.ts'
import { idempotencyKey } from '../../domain/keys.ts'
import type { MessageContent, MessageStatus } from '../../domain/message.ts'
import type { Fallback, Render, Rendered } from '../../domain/template.ts'
import type { OutgoingMessage, Transport } from '../../domain/transport.ts'
import { beginAttempt, type Verdict } from '../../store/message/begin.ts'
import { type Attempt, settleUnsent } from '../../store/message/settle.ts'
import { readWaiting, type WaitingMessage } from '../../store/message/waiting.ts'
import type { LocaleHints } from '../locale-hints.ts'
import { type Move, SILENT } from '../signals.ts'
import {
  type AskDeps,
  type AskedMessage,
  type AskOptions,
  createAskProvider,
  LEASE_MS,
  type Outlet,
} from './ask-provider.ts'
import { languagesOf } from './languages.ts'
import { createResumeAttempts, type ResumeDeps } from './resume-attempts.ts'

export interface DeliveryDeps extends AskDeps, ResumeDeps {
  readonly render: Render
  readonly defaultLocale: string
  /** What the app tells of its readers' languages; null where it tells nothing. */
  readonly hints: Pick<LocaleHints, 'find'> | null
  readonly newId: () => string
  readonly vault: Vault
  /** Whether welcomes are sent: another process, which was started before, may have accepted some. */
  readonly welcomeEmail: boolean
  /** Gives others a turn between one message and the next: a hundred take long to write. */
  readonly pause?: () => Promise<void>
}

/** Resolves with the number of requests that were made. */
export type DeliverMessages = (
  outlet: Outlet,
  ids: readonly string[],
  options?: AskOptions,
) => Promise<number>

// How soon a code is looked at again that waits for the request of an older one to end.
const HOLD_MS = 250

// How soon a message is looked at again whose key is not there.
const LOCKED_MS = 60_000

const ERASED = { status: 'skipped', reason: 'erased' } as const
const DISABLED = { status: 'skipped', reason: 'disabled' } as const

interface Member {
  readonly message: WaitingMessage
  readonly recipient: string
  readonly rendered: Rendered
}

interface Unsent {
  readonly message: WaitingMessage
  readonly status: MessageStatus
  readonly reason: string
}

/** Delivers those of the messages that wait for it; what others have done or are doing is left alone. */
export function createDeliverMessages(deps: DeliveryDeps): DeliverMessages {
  const { db, now, record, signals = SILENT } = deps
  const ask = createAskProvider(deps)
  const resume = createResumeAttempts(deps, ask)
  const lease = () => new Date(now().getTime() + LEASE_MS)

  return async (outlet, ids, options = {}) => {
    const { transport } = outlet
    const waiting = (await readWaiting(db, ids, now())).sort(inOrder)
    const members = await write(transport, waiting, await hintsFor(transport, waiting))
    let requests = await attempt(outlet, members, options)
    const known = new Set(waiting.map(({ id }) => id))
    const others = ids.filter((id) => !known.has(id))
    if (others.length > 0) requests += await resume(outlet, others, lease(), options)
    return requests
  }

  // Asks for as many as may be sent at this moment. What was written for the others is thrown away.
  async function attempt(
    outlet: Outlet,
    members: readonly Member[],
    options: AskOptions,
  ): Promise<number> {
    if (members.length === 0) return 0
    const { transport } = outlet
    const startedAt = now()
    const request = transport.prepare(members.map(outgoing), startedAt)
    const stored = attemptOf(transport, members, JSON.stringify(request), startedAt)
    const heldUntil = new Date(startedAt.getTime() + HOLD_MS)
    const claimed = await beginAttempt(db, transport.channel, {
      attempt: { ...stored, body: deps.vault.seal(stored.body) },
      written: members.map(({ message, rendered: { template, locale, fallback } }) => ({
        id: message.id,
        template,
        locale,
        fallback,
      })),
      leaseUntil: lease,
      heldUntil,
    })
    switch (claimed.kind) {
      case 'not-begun': {
        const verdictOf = ({ message }: Member) => claimed.verdicts.get(message.id)
        await tellVerdicts(transport, stored, members, verdictOf, heldUntil)
        const ready = members.filter((member) => verdictOf(member) === 'ready')
        return attempt(outlet, ready, options)
      }
      case 'begun':
        await ask(outlet, stored, members.map(asked), { ...options, request })
        return 1
    }
  }

  function attemptOf(
    { provider }: Transport,
    members: readonly Member[],
    body: string,
    startedAt: Date,
  ): Attempt {
    const id = deps.newId()
    return {
      id,
      provider,
      idempotencyKey: idempotencyKey(id),
      messageIds: members.map(({ message }) => message.id),
      body,
      takeovers: 0,
      startedAt,
    }
  }

  async function tellVerdicts(
    { channel, provider }: Transport,
    { id: attemptId, startedAt }: Attempt,
    members: readonly Member[],
    verdictOf: (member: Member) => Verdict | undefined,
    heldUntil: Date,
  ): Promise<void> {
    const held: WaitingMessage[] = []
    for (const member of members) {
      const { message } = member
      const verdict = verdictOf(member)
      if (verdict === undefined || verdict === 'ready') continue
      if (verdict === 'held') {
        held.push(message)
        continue
      }
      signals.moved(moveOf(message, verdict, startedAt))
      const code = verdict === 'skipped' ? { code: 'suppressed' } : {}
      const { id: messageId, slug } = message
      record({ messageId, slug, provider, attemptId, outcome: verdict, ...code })
    }
    await deps.enqueue(
      held.map(({ id, priority, solo }) => ({
        messageId: id,
        channel,
        priority,
        solo,
        startAfter: heldUntil,
      })),
    )
  }

  async function hintsFor({ channel }: Transport, waiting: readonly WaitingMessage[]) {
    // Of users, too: there may be no catalogue for what Clerk knows of their language.
    const recipients = waiting.flatMap(({ recipient }) => recipient ?? [])
    return (await deps.hints?.find(channel, recipients)) ?? new Map<string, string>()
  }

  async function write(
    { provider }: Transport,
    waiting: readonly WaitingMessage[],
    hints: ReadonlyMap<string, string>,
  ): Promise<Member[]> {
    const members: Member[] = []
    const empty: Unsent[] = []
    const locked: WaitingMessage[] = []
    for (const message of waiting) {
      await deps.pause?.()
      const { recipient } = message
      if (message.kind === 'welcome' && !deps.welcomeEmail && !message.example) {
        empty.push({ message, ...DISABLED })
        continue
      }
      const content = readable(message)
      if (content === undefined) {
        locked.push(message)
        continue
      }
      const hint = hints.get(recipient ?? '')
      const gaps: Fallback[] = []
      const rendered =
        content &&
        (await deps.render({
          ...message,
          content,
          locales: languagesOf({ ...message, content }, hint, deps.defaultLocale),
          onFallback(fallback, error) {
            gaps.push(fallback)
            if (error === undefined) return
            const { id: messageId, slug } = message
            record({ messageId, slug, provider, outcome: 'fallback', code: fallback, error })
          },
        }))
      if (rendered?.fallback === 'unknown_slug' && message.slug !== null) {
        signals.unknownSlug(message.channel, message.slug)
      }
      if (rendered && recipient !== null) members.push({ message, recipient, rendered })
      else if (!content) empty.push({ message, ...ERASED })
      else {
        // Where Clerk has no words of its own, the template is all that there was.
        const reason = gaps.includes('template_error') ? 'template_error' : 'nothing_to_send'
        empty.push({ message, status: 'failed', reason })
      }
    }
    if (empty.length > 0) await settleEmpty(provider, empty)
    if (locked.length > 0) await postpone(provider, locked)
    return members
  }

  // Undefined for what was sealed with a key that is gone.
  function readable({ content }: WaitingMessage): MessageContent | null | undefined {
    if (!content) return null
    try {
      return openJson(deps.vault, content)
    } catch {
      return undefined
    }
  }

  // It may be that the key comes back. Until then it must not keep others from being sent.
  async function postpone(provider: string, locked: readonly WaitingMessage[]): Promise<void> {
    const at = now()
    const dueAt = new Date(at.getTime() + LOCKED_MS)
    const none = { providerMessageId: null, status: 'queued', reason: 'no_key', dueAt } as const
    await settleUnsent(
      db,
      at,
      locked.map(({ id }) => ({ ...none, id })),
    )
    for (const { id, slug } of locked) {
      record({ messageId: id, slug, provider, outcome: 'failed', code: 'no_key' })
    }
  }

  async function settleEmpty(provider: string, empty: readonly Unsent[]): Promise<void> {
    const at = now()
    const none = { providerMessageId: null, dueAt: null }
    await settleUnsent(
      db,
      at,
      empty.map(({ message, status, reason }) => ({ ...none, id: message.id, status, reason })),
    )
    for (const { message, status, reason } of empty) {
      const { id, slug } = message
      signals.moved(moveOf(message, status, at))
      record({ messageId: id, slug, provider, outcome: status, code: reason })
    }
  }
}

function inOrder(a: WaitingMessage, b: WaitingMessage): number {
  return b.priority - a.priority || a.occurredAt.getTime() - b.occurredAt.getTime()
}

function moveOf(message: WaitingMessage, status: MessageStatus, at: Date): Move {
  const { channel, slug, kind, createdAt: acceptedAt } = message
  return { channel, slug, kind, status, acceptedAt, at }
}

function asked({ message }: Member): AskedMessage {
  return {
    id: message.id,
    slug: message.slug,
    kind: message.kind,
    priority: message.priority,
    acceptedAt: message.createdAt,
    expiresAt: message.expiresAt,
    tries: message.attempts + 1,
  }
}

function outgoing({ message, recipient, rendered }: Member): OutgoingMessage {
  const { template: _, locale: __, fallback: ___, ...content } = rendered
  return {
    ...content,
    id: message.id,
    slug: message.slug,
    to: recipient,
    expiresAt: message.expiresAt,
  }
}
