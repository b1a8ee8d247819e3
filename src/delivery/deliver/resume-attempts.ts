import type { Vault } from '../../domain/content-cipher.ts'
import type { Found } from '../../domain/transport.ts'
import { type Settlement, settleAttempt, unclaimed } from '../../store/message/settle.ts'
import { type AbandonedAttempt, takeOverAttempts } from '../../store/message/take-over.ts'
import { SILENT } from '../signals.ts'
import type { AskDeps, AskOptions, AskProvider, Outlet } from './ask-provider.ts'

export type ResumeAttempts = (
  outlet: Outlet,
  ids: readonly string[],
  leaseUntil: Date,
  options?: AskOptions,
) => Promise<number>

export interface ResumeDeps extends Pick<AskDeps, 'db' | 'now' | 'record' | 'enqueue' | 'signals'> {
  /** Whether an SMS that Twilio does not know of after all is tried once more. */
  readonly retryUnknown: boolean
  readonly vault: Vault
}

/** Resend forgets a key after 24 hours; a repeat after that would be a second email. */
const KEY_LIFE_MS = 23 * 3_600_000
const LOOK_AGAIN_MS = 30_000
const GIVE_UP_AFTER_MS = 5 * 60_000

/**
 * Takes up what was left open: attempts without a usable answer, and the work of workers that died.
 * Where the provider knows repeated requests by their key, the request is made again exactly as it
 * was stored. Elsewhere the provider is asked whether it has the message. Returns how many requests
 * were made.
 */
export function createResumeAttempts(deps: ResumeDeps, ask: AskProvider): ResumeAttempts {
  const { db, now, record, vault, signals = SILENT } = deps
  const later = (ms: number) => new Date(now().getTime() + ms)

  return async (outlet, ids, leaseUntil, options) => {
    const { transport } = outlet
    const attempts = await takeOverAttempts(db, transport.channel, ids, now(), leaseUntil)
    // From here on it is repeats and look-ups: requests, which nothing has to wait for.
    options?.asking?.()
    let requests = 0
    for (const { body, ...taken } of attempts) {
      const attempt = { ...taken, body: vault.open(body) }
      if (attempt.provider !== transport.provider) {
        // Another provider's request, from before the configuration was changed.
        await settle(outlet, attempt, 'transport_changed', {})
      } else if (transport.idempotent && isRepeatable(attempt, now())) {
        requests++
        await ask(outlet, attempt, attempt.messages, options)
      } else if (transport.find) {
        await settleDoubt(
          outlet,
          attempt,
          await transport.find(JSON.parse(attempt.body), attempt.startedAt),
        )
      } else {
        await settle(outlet, attempt, 'abandoned', {})
      }
    }
    return requests
  }

  async function settleDoubt(
    outlet: Outlet,
    attempt: AbandonedAttempt,
    found: Found,
  ): Promise<void> {
    const age = now().getTime() - attempt.startedAt.getTime()
    switch (found.kind) {
      case 'found': {
        // The same text may have gone to the same number before: that one is another message's.
        const [providerMessageId] = await unclaimed(db, attempt.provider, found.providerMessageIds)
        if (!providerMessageId) return settleDoubt(outlet, attempt, { kind: 'absent' })
        return settle(outlet, attempt, 'found', { status: 'sent', reason: null, providerMessageId })
      }
      case 'unclear':
        if (age > GIVE_UP_AFTER_MS) return settle(outlet, attempt, 'unknown', {})
        return settle(outlet, attempt, 'unknown', { leaseUntil: later(LOOK_AGAIN_MS) })
      case 'absent': {
        // It may still be at work there, or not be listed yet.
        if (age < LOOK_AGAIN_MS) {
          return settle(outlet, attempt, 'unknown', { leaseUntil: later(LOOK_AGAIN_MS - age) })
        }
        const [message] = attempt.messages
        const retry = deps.retryUnknown && message && message.tries < 2 && message.expiresAt > now()
        if (!retry) return settle(outlet, attempt, 'absent', { reason: 'not_found' })
        await settle(outlet, attempt, 'absent', {
          status: 'queued',
          reason: 'not_found',
          dueAt: now(),
        })
        await deps.enqueue([
          { messageId: message.id, channel: outlet.transport.channel, priority: message.priority },
        ])
      }
    }
  }

  async function settle(
    { transport }: Outlet,
    attempt: AbandonedAttempt,
    code: string,
    settlement: Partial<Settlement>,
  ): Promise<void> {
    const accepted = settlement.status === 'sent'
    const at = now()
    const moved = await settleAttempt(db, {
      attemptId: attempt.id,
      takeovers: attempt.takeovers,
      stayOpen: settlement.leaseUntil !== undefined,
      now: at,
      outcomes: attempt.messages.map(() => ({ kind: accepted ? 'accepted' : 'unknown', code })),
      settlements: attempt.messages.map(({ id }) => ({
        id,
        status: 'unknown',
        reason: code,
        providerMessageId: null,
        dueAt: null,
        ...settlement,
      })),
    })
    for (const { id, slug, kind, status: before, acceptedAt } of attempt.messages) {
      const { status = 'unknown' } = settlement
      if (moved.includes(id) && status !== before && status !== 'queued') {
        signals.moved({ channel: transport.channel, slug, kind, status, acceptedAt, at })
      }
      const outcome = accepted ? 'accepted' : 'unknown'
      record({
        messageId: id,
        slug,
        provider: transport.provider,
        attemptId: attempt.id,
        outcome,
        code,
      })
    }
  }
}

// A repeat is the whole request or none of it: if one of its members must not be sent any more, it
// cannot be made, and what became of the others stays unknown until a receipt tells.
function isRepeatable(attempt: AbandonedAttempt, at: Date): boolean {
  return (
    at.getTime() - attempt.startedAt.getTime() < KEY_LIFE_MS &&
    attempt.messages.every(({ expiresAt, barred }) => expiresAt > at && !barred)
  )
}
