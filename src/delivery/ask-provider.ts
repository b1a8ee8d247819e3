import type { Look } from '../domain/look.ts'
import { backoffMs } from '../domain/retry-policy.ts'
import type { SendOutcome, Transport } from '../domain/transport.ts'
import { type Attempt, postponeAttempt, settleAttempt } from '../store/attempts.ts'
import type { Db } from '../store/database.ts'
import type { Enqueue } from './accept-event.ts'
import { settlementOf } from './settlement.ts'

/** One line of the log about one message: never an address, a code, a link or a body. */
export interface DeliveryRecord {
  readonly messageId: string
  readonly slug?: string | null
  readonly provider: string
  readonly attemptId: string
  readonly outcome: string
  readonly code?: string
  /** From the request to the answer, in milliseconds. */
  readonly ms?: number
}

export interface AskDeps {
  readonly db: Db
  readonly enqueue: Enqueue
  readonly now: () => Date
  readonly random: () => number
  readonly record: (record: DeliveryRecord) => void
}

/** What must be known of a member of an attempt once its body is written. */
export interface AskedMessage {
  readonly id: string
  readonly slug: string | null
  readonly priority: number
  readonly expiresAt: Date
  /** How many attempts it has been in, this one included. */
  readonly tries: number
}

export type AskProvider = (
  transport: Transport,
  attempt: Attempt,
  messages: readonly AskedMessage[],
  signal?: AbortSignal,
) => Promise<void>

/** Makes the request of a stored attempt and settles it by the answer. */
export function createAskProvider(deps: AskDeps): AskProvider {
  const { db, enqueue, now, random, record } = deps

  return async (transport, attempt, messages, signal) => {
    const asked = now()
    const answers = await transport.send(JSON.parse(attempt.body), {
      idempotencyKey: attempt.idempotencyKey,
      ...(signal ? { signal } : {}),
    })
    const answered = now()
    const outcomes = messages.map((_, index) => answers[index] ?? NO_ANSWER)
    messages.forEach((message, index) => {
      const outcome = outcomes[index] ?? NO_ANSWER
      record({
        messageId: message.id,
        slug: message.slug,
        provider: transport.provider,
        attemptId: attempt.id,
        outcome: outcome.kind,
        ...('code' in outcome ? { code: outcome.code } : {}),
        ms: answered.getTime() - asked.getTime(),
      })
    })
    if (await postponed(transport, attempt, messages, outcomes, answered)) return
    await settle(attempt, transport, messages, outcomes, answered)
  }

  // No usable answer: the only request that cannot send twice is the same one again, under its key.
  // It is worth making for as long as all its members are alive.
  async function postponed(
    transport: Transport,
    attempt: Attempt,
    messages: readonly AskedMessage[],
    outcomes: readonly SendOutcome[],
    answered: Date,
  ): Promise<boolean> {
    if (!transport.idempotent || outcomes.some(({ kind }) => kind !== 'unknown')) return false
    const repeatAt = new Date(answered.getTime() + backoffMs(attempt.takeovers + 1, random()))
    if (messages.some(({ expiresAt }) => expiresAt <= repeatAt)) return false
    await postponeAttempt(db, attempt, repeatAt)
    await look(transport, messages.slice(0, 1), repeatAt)
    return true
  }

  async function settle(
    attempt: Attempt,
    transport: Transport,
    messages: readonly AskedMessage[],
    outcomes: readonly SendOutcome[],
    answered: Date,
  ): Promise<void> {
    const settlements = messages.map((message, index) =>
      settlementOf(outcomes[index] ?? NO_ANSWER, message, answered, random()),
    )
    const moved = new Set(
      await settleAttempt(db, {
        attemptId: attempt.id,
        takeovers: attempt.takeovers,
        now: answered,
        outcomes: outcomes.map((outcome) =>
          'code' in outcome ? { kind: outcome.kind, code: outcome.code } : { kind: outcome.kind },
        ),
        settlements,
      }),
    )
    for (const [index, { id, dueAt }] of settlements.entries()) {
      if (dueAt && moved.has(id)) await look(transport, messages.slice(index, index + 1), dueAt)
    }
  }

  async function look(
    transport: Transport,
    messages: readonly AskedMessage[],
    startAfter: Date,
  ): Promise<void> {
    const looks: Look[] = messages.map(({ id, priority }) => ({
      messageId: id,
      channel: transport.channel,
      priority,
      startAfter,
    }))
    await enqueue(looks)
  }
}

const NO_ANSWER: SendOutcome = { kind: 'unknown', code: 'no_answer' }
