import type { Found } from '../../domain/transport.ts'
import { idsWithoutMessage, type Settlement } from '../../store/message/settle.ts'
import { type AbandonedAttempt, takeOverAttempts } from '../../store/message/take-over.ts'
import { askProvider } from './ask-provider.ts'
import { type AskOptions, type DeliverContext, LEASE_MS, type Provider } from './context.ts'
import { moveOf } from './settle-unsent.ts'

export interface ResumeSettings {
  /** Whether an SMS in doubt that Twilio does not have is tried once more. */
  readonly retryUnknown: boolean
}

/** Resend forgets a key after 24 hours; a repeat after that would be a second email. */
const KEY_LIFE_MS = 23 * 3_600_000
const LOOK_AGAIN_MS = 30_000
const GIVE_UP_AFTER_MS = 5 * 60_000

/**
 * Takes over open attempts: those without a usable answer, and those of workers that died. If the provider
 * recognises repeated requests by their key, the request is made again exactly as it was stored. If not,
 * the provider is asked whether it has the message. Returns the number of requests made to `provider`: only
 * those have used its permit.
 */
export async function resumeAttempts(
  context: DeliverContext,
  settings: ResumeSettings,
  provider: Provider,
  ids: readonly string[],
  options: AskOptions,
): Promise<number> {
  const { db, now, cipher } = context
  const { channel } = provider.transport
  const leaseUntil = new Date(now().getTime() + LEASE_MS)
  const attempts = await takeOverAttempts(db, channel, ids, now(), leaseUntil)
  // From here on only repeats and look-ups are made, and nothing has to wait for them.
  options.onRequest?.()
  let requests = 0
  for (const { body, ...taken } of attempts) {
    const attempt = { ...taken, body: cipher.decrypt(body) }
    const resumed = { ...options, heldUntil: leaseUntil }
    if (await resumeAttempt(context, settings, provider, attempt, resumed)) requests++
  }
  return requests
}

/** True when a request was made to the provider that is `asked`. */
async function resumeAttempt(
  context: DeliverContext,
  settings: ResumeSettings,
  asked: Provider,
  attempt: AbandonedAttempt,
  options: AskOptions & { readonly heldUntil: Date },
): Promise<boolean> {
  // A message in doubt stays with its provider, whichever the channel uses now.
  const provider = [asked, ...(asked.other ? [asked.other] : [])].find(
    ({ transport }) => transport.provider === attempt.provider,
  )
  if (!provider) {
    // Another provider's request, from before the configuration was changed.
    await settle(context, asked, attempt, 'transport_changed', {})
    return false
  }
  const { transport } = provider
  if (transport.idempotent && isRepeatable(attempt, context.now())) {
    await askProvider(context, provider, attempt, attempt.messages, options)
    return provider === asked
  } else if (transport.find) {
    const found = await transport.find(JSON.parse(attempt.body), attempt.startedAt)
    await settleDoubt(context, settings, provider, attempt, found)
  } else {
    await settle(context, provider, attempt, 'abandoned', {})
  }
  return false
}

async function settleDoubt(
  context: DeliverContext,
  settings: ResumeSettings,
  provider: Provider,
  attempt: AbandonedAttempt,
  found: Found,
): Promise<void> {
  const now = context.now()
  const age = now.getTime() - attempt.startedAt.getTime()
  const lookAgainIn = (ms: number) =>
    settle(context, provider, attempt, 'unknown', { leaseUntil: new Date(now.getTime() + ms) })
  switch (found.kind) {
    case 'found': {
      // The same text may have gone to the same number before, for another message.
      const ids = await idsWithoutMessage(context.db, attempt.provider, found.providerMessageIds)
      const [providerMessageId] = ids
      if (!providerMessageId) {
        return settleDoubt(context, settings, provider, attempt, { kind: 'absent' })
      }
      const sent = { status: 'sent', reason: null, providerMessageId } as const
      return settle(context, provider, attempt, 'found', sent)
    }
    case 'unclear':
      if (age > GIVE_UP_AFTER_MS) return settle(context, provider, attempt, 'unknown', {})
      return lookAgainIn(LOOK_AGAIN_MS)
    case 'absent':
      // The provider may still be processing it, or may not list it yet.
      if (age < LOOK_AGAIN_MS) return lookAgainIn(LOOK_AGAIN_MS - age)
      return settleAbsent(context, settings, provider, attempt)
  }
}

async function settleAbsent(
  context: DeliverContext,
  { retryUnknown }: ResumeSettings,
  provider: Provider,
  attempt: AbandonedAttempt,
): Promise<void> {
  const now = context.now()
  const [message] = attempt.messages
  if (!retryUnknown || !message || message.attempts >= 2 || message.expiresAt <= now) {
    return settle(context, provider, attempt, 'absent', { reason: 'not_found' })
  }
  const queued = { status: 'queued', reason: 'not_found', dueAt: now } as const
  await settle(context, provider, attempt, 'absent', queued)
  const { id, priority } = message
  await context.enqueue([{ id, channel: provider.transport.channel, priority }])
}

async function settle(
  { settleAttempt, now, signals }: DeliverContext,
  { transport }: Provider,
  attempt: AbandonedAttempt,
  code: string,
  settlement: Partial<Settlement>,
): Promise<void> {
  const { status = 'unknown' } = settlement
  const outcome = status === 'sent' ? 'accepted' : 'unknown'
  const at = now()
  const moved = await settleAttempt({
    attemptId: attempt.id,
    takeovers: attempt.takeovers,
    stayOpen: settlement.leaseUntil !== undefined,
    now: at,
    outcomes: attempt.messages.map(() => ({ kind: outcome, code })),
    settlements: attempt.messages.map(({ id }) => ({
      id,
      status,
      reason: code,
      providerMessageId: null,
      dueAt: null,
      ...settlement,
    })),
  })
  const { provider } = transport
  for (const message of attempt.messages) {
    const { id, slug, status: before } = message
    if (moved.includes(id) && status !== before && status !== 'queued') {
      signals.moved(moveOf(message, status, at))
    }
    signals.recorded({ messageId: id, slug, provider, attemptId: attempt.id, outcome, code })
  }
}

// A repeat is the whole request or nothing: if one of its messages must not be sent any more, it cannot be
// made, and the outcome of the others stays unknown until a receipt comes.
function isRepeatable(attempt: AbandonedAttempt, at: Date): boolean {
  return (
    at.getTime() - attempt.startedAt.getTime() < KEY_LIFE_MS &&
    attempt.messages.every(({ expiresAt, mustNotBeSent }) => expiresAt > at && !mustNotBeSent)
  )
}
