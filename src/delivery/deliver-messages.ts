import { idempotencyKey } from '../domain/keys.ts'
import type { MessageStatus } from '../domain/message.ts'
import type { Render, Rendered } from '../domain/template.ts'
import type { OutgoingMessage, Transport } from '../domain/transport.ts'
import { openJson, type Vault } from '../domain/vault.ts'
import { settleUnsent, storeAttempt } from '../store/attempts.ts'
import { type ClaimedMessage, claimMessages } from '../store/claims.ts'
import { type AskDeps, createAskProvider, LEASE_MS, type Outlet } from './ask-provider.ts'
import { languagesOf } from './languages.ts'
import type { LocaleHints } from './locale-hints.ts'
import { createResumeAttempts, type ResumeDeps } from './resume-attempts.ts'
import { type Move, SILENT } from './signals.ts'

export interface DeliveryDeps extends AskDeps, ResumeDeps {
  readonly render: Render
  readonly defaultLocale: string
  /** What the app tells of its readers' languages; null where it tells nothing. */
  readonly hints: Pick<LocaleHints, 'find'> | null
  readonly newId: () => string
  readonly vault: Vault
}

/** Resolves with the number of requests that were made. */
export type DeliverMessages = (
  outlet: Outlet,
  ids: readonly string[],
  signal?: AbortSignal,
) => Promise<number>

// How soon a code is looked at again that waits for the request of an older one to end.
const HOLD_MS = 250

const NOTHING_TO_SEND = { status: 'failed', reason: 'nothing_to_send' } as const
const ERASED = { status: 'skipped', reason: 'erased' } as const

interface Member {
  readonly message: ClaimedMessage
  readonly recipient: string
  readonly rendered: Rendered
}

/** Delivers those of the messages that wait for it; what others have done or are doing is left alone. */
export function createDeliverMessages(deps: DeliveryDeps): DeliverMessages {
  const { db, now, record, signals = SILENT } = deps
  const ask = createAskProvider(deps)
  const resume = createResumeAttempts(deps, ask)
  const lease = () => new Date(now().getTime() + LEASE_MS)

  return async (outlet, ids, signal) => {
    const { transport } = outlet
    const attemptId = deps.newId()
    const heldUntil = new Date(now().getTime() + HOLD_MS)
    const claim = { attemptId, ids, now: now(), leaseUntil: lease(), heldUntil }
    const seen = await claimMessages(db, transport.channel, claim)
    const claimed = seen.filter(({ status }) => status === 'sending').sort(inOrder)
    await holdBack(transport, heldUntil, seen)
    for (const message of seen) {
      const { id, slug, status, reason } = message
      if (status === 'sending' || status === 'queued') continue
      signals.moved(moveOf(message, status, claim.now))
      const code = reason ? { code: reason } : {}
      record({
        messageId: id,
        slug,
        provider: transport.provider,
        attemptId,
        outcome: status,
        ...code,
      })
    }
    const members = await write(transport, attemptId, claimed, await hintsFor(transport, claimed))
    let requests = members.length > 0 ? await attempt(outlet, attemptId, members, signal) : 0
    const known = new Set(seen.map(({ id }) => id))
    const others = ids.filter((id) => !known.has(id))
    if (others.length > 0) requests += await resume(outlet, others, lease(), signal)
    return requests
  }

  async function holdBack(
    { channel }: Transport,
    startAfter: Date,
    seen: readonly ClaimedMessage[],
  ): Promise<void> {
    const held = seen.filter(({ status }) => status === 'queued')
    await deps.enqueue(
      held.map(({ id, priority, solo }) => ({
        messageId: id,
        channel,
        priority,
        solo,
        startAfter,
      })),
    )
  }

  async function hintsFor({ channel }: Transport, claimed: readonly ClaimedMessage[]) {
    const strangers = claimed.flatMap(({ user_locale, recipient }) =>
      user_locale === null && recipient !== null ? [recipient] : [],
    )
    return (await deps.hints?.find(channel, strangers)) ?? new Map<string, string>()
  }

  async function write(
    { provider }: Transport,
    attemptId: string,
    claimed: readonly ClaimedMessage[],
    hints: ReadonlyMap<string, string>,
  ): Promise<Member[]> {
    const members: Member[] = []
    const empty: ClaimedMessage[] = []
    for (const message of claimed) {
      const { recipient } = message
      const content = message.content && openJson(deps.vault, message.content)
      const hint = hints.get(recipient ?? '')
      const rendered =
        content &&
        (await deps.render({
          ...message,
          content,
          locales: languagesOf({ ...message, content }, hint, deps.defaultLocale),
        }))
      if (rendered?.fallback === 'unknown_slug' && message.slug !== null) {
        signals.unknownSlug(message.channel, message.slug)
      }
      if (rendered && recipient !== null) members.push({ message, recipient, rendered })
      else empty.push(message)
    }
    if (empty.length > 0) await settleEmpty(provider, attemptId, empty)
    return members
  }

  async function settleEmpty(
    provider: string,
    attemptId: string,
    empty: readonly ClaimedMessage[],
  ): Promise<void> {
    const at = now()
    const settled = empty.map((message) => ({
      message,
      ...(message.content ? NOTHING_TO_SEND : ERASED),
    }))
    const none = { providerMessageId: null, dueAt: null }
    await settleUnsent(
      db,
      attemptId,
      at,
      settled.map(({ message, status, reason }) => ({ ...none, id: message.id, status, reason })),
    )
    for (const { message, status, reason } of settled) {
      const { id, slug } = message
      signals.moved(moveOf(message, status, at))
      record({ messageId: id, slug, provider, attemptId, outcome: status, code: reason })
    }
  }

  async function attempt(
    outlet: Outlet,
    id: string,
    members: readonly Member[],
    signal: AbortSignal | undefined,
  ): Promise<number> {
    const { transport } = outlet
    const startedAt = now()
    const stored = {
      id,
      provider: transport.provider,
      idempotencyKey: idempotencyKey(id),
      messageIds: members.map(({ message }) => message.id),
      body: JSON.stringify(transport.prepare(members.map(outgoing), startedAt)),
      takeovers: 0,
      startedAt,
    }
    const written = members.map(({ message, rendered: { template, locale, fallback } }) => ({
      id: message.id,
      template,
      locale,
      fallback,
    }))
    const kept = { ...stored, body: deps.vault.seal(stored.body) }
    if (!(await storeAttempt(db, kept, written, lease()))) return 0
    const messages = members.map(({ message }) => ({
      id: message.id,
      slug: message.slug,
      kind: message.kind,
      priority: message.priority,
      acceptedAt: message.created_at,
      expiresAt: message.expires_at,
      tries: message.attempts,
    }))
    await ask(outlet, stored, messages, signal)
    return 1
  }
}

function inOrder(a: ClaimedMessage, b: ClaimedMessage): number {
  return b.priority - a.priority || a.occurred_at.getTime() - b.occurred_at.getTime()
}

function moveOf(message: ClaimedMessage, status: MessageStatus, at: Date): Move {
  const { channel, slug, kind, created_at: acceptedAt } = message
  return { channel, slug, kind, status, acceptedAt, at }
}

function outgoing({ message, recipient, rendered }: Member): OutgoingMessage {
  const { template: _, locale: __, fallback: ___, ...content } = rendered
  return {
    ...content,
    id: message.id,
    slug: message.slug,
    to: recipient,
    expiresAt: message.expires_at,
  }
}
