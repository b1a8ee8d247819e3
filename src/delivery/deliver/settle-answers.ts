import { backoffMs } from '../../domain/retry-policy.ts'
import type { SendOutcome, Transport } from '../../domain/transport.ts'
import type { AttemptOutcome } from '../../store/engine/schema.ts'
import type { OpenMessage } from '../../store/message/open-message.ts'
import { type Attempt, postponeAttempt, type Settlement } from '../../store/message/settle.ts'
import type { DeliverContext, Provider } from './context.ts'
import { moveOf } from './settle-unsent.ts'
import { settlementOf } from './settlement.ts'

/** The outcome of one message of a request. */
export interface Answer {
  readonly message: OpenMessage
  readonly outcome: SendOutcome
}

// Twilio's list may lag behind, and Twilio may still process a request in doubt for half a minute.
const FIND_AFTER_MS = 30_000

/**
 * Keeps the attempt open for a repeat, if a repeat is right. Without a usable answer, the only request that
 * cannot send twice is the same one again, with its key. It is repeated as long as none of its messages
 * has expired. If a repeat is turned away, that says nothing about the request that it repeats, which
 * stays in doubt.
 */
export async function postponeRepeat(
  { db, enqueue, random }: DeliverContext,
  { idempotent, channel }: Transport,
  attempt: Attempt,
  answers: readonly Answer[],
  answeredAt: Date,
): Promise<boolean> {
  const inDoubt = ({ outcome: { kind } }: Answer) =>
    kind === 'unknown' || (kind === 'deferred' && attempt.takeovers > 0)
  if (!idempotent || !answers.every(inDoubt)) return false
  const wait = Math.max(
    backoffMs(attempt.takeovers + 1, random()),
    ...answers.map(({ outcome }) => (outcome.kind === 'deferred' && outcome.retryAfterMs) || 0),
  )
  const repeatAt = new Date(answeredAt.getTime() + wait)
  if (answers.some(({ message }) => message.expiresAt <= repeatAt)) return false
  await postponeAttempt(db, attempt, repeatAt)
  const [first] = answers
  if (first) {
    const { id, priority } = first.message
    await enqueue([{ id, channel, priority, solo: true, startAfter: repeatAt }])
  }
  return true
}

/** Closes the attempt by its answers, and queues the messages that are tried again. */
export async function settleAnswers(
  context: DeliverContext,
  { transport, limiter, other }: Provider,
  attempt: Attempt,
  answers: readonly Answer[],
  answeredAt: Date,
): Promise<void> {
  const stayOpen =
    transport.find !== undefined && answers.some(({ outcome }) => outcome.kind === 'unknown')
  const findAt = stayOpen ? { findAt: new Date(answeredAt.getTime() + FIND_AFTER_MS) } : {}
  // This one is stopped, so the next request goes to the other one.
  const hasStandBy = other !== undefined && limiter.stoppedBy() !== null
  const settled = answers.map(({ message, outcome }) => ({
    message,
    settlement: settlementOf(
      finalOf(outcome, attempt),
      { ...message, ...findAt, hasStandBy },
      answeredAt,
      context.random(),
    ),
  }))
  const moved = await context.settleAttempt({
    attemptId: attempt.id,
    takeovers: attempt.takeovers,
    stayOpen,
    now: answeredAt,
    outcomes: answers.map(({ outcome }) => recorded(outcome)),
    settlements: settled.map(({ settlement }) => settlement),
  })
  const ids = new Set(moved)
  const ours = settled.filter(({ message }) => ids.has(message.id))
  reportMoves(context, ours, answeredAt)
  await requeue(context, transport, ours)
}

// There is no time left to repeat it, so the outcome of the first request stays unknown.
function finalOf(outcome: SendOutcome, { takeovers }: Attempt): SendOutcome {
  return outcome.kind === 'deferred' && takeovers > 0
    ? { kind: 'unknown', code: outcome.code }
    : outcome
}

interface Settled {
  readonly message: OpenMessage
  readonly settlement: Settlement
}

function reportMoves({ signals }: DeliverContext, settled: readonly Settled[], at: Date): void {
  for (const { message, settlement } of settled) {
    const { status } = settlement
    if (status === 'queued') continue
    signals.moved(moveOf(message, status, at))
  }
}

async function requeue(
  { enqueue }: DeliverContext,
  { channel }: Transport,
  settled: readonly Settled[],
): Promise<void> {
  for (const { message, settlement } of settled) {
    const { dueAt, solo = false } = settlement
    if (!dueAt) continue
    const { id, priority } = message
    await enqueue([{ id, channel, priority, solo, startAfter: dueAt }])
  }
}

function recorded(outcome: SendOutcome): AttemptOutcome {
  if (outcome.kind === 'accepted') return { kind: 'accepted' }
  const { kind, code, detail } = outcome
  return { kind, code, ...(detail ? { detail } : {}) }
}
