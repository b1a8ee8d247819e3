import type { MessageKind } from '../../domain/message.ts'
import type { Look } from '../../domain/message-ref.ts'
import { backoffMs } from '../../domain/retry-policy.ts'
import type { SendOutcome, Transport } from '../../domain/transport.ts'
import type { Db } from '../../store/engine/database.ts'
import type { AttemptOutcome } from '../../store/engine/schema.ts'
import { isRefusedToOthersToo } from '../../store/message/refusals.ts'
import {
  type Attempt,
  postponeAttempt,
  renewLease,
  type Settlement,
  settleAttempt,
} from '../../store/message/settle.ts'
import type { Enqueue } from '../accept/accept-event.ts'
import type { Limiter } from '../limiter.ts'
import { type DeliverySignals, SILENT } from '../signals.ts'
import { settlementOf } from './settlement.ts'

/** One line of the log about one message: never an address, a code, a link or a body. */
export interface DeliveryRecord {
  readonly messageId: string
  readonly slug?: string | null
  readonly provider: string
  /** None where there was nothing to ask for. */
  readonly attemptId?: string
  readonly outcome: string
  readonly code?: string
  /** Why our template was not used. */
  readonly error?: unknown
  /** From the request to the answer, in milliseconds. */
  readonly ms?: number
}

export interface AskDeps {
  readonly db: Db
  readonly enqueue: Enqueue
  readonly now: () => Date
  readonly random: () => number
  readonly record: (record: DeliveryRecord) => void
  /** Calls `task` every `ms` until it is told to stop. */
  readonly every: (ms: number, task: () => Promise<void>) => () => void
  readonly signals?: DeliverySignals
}

/** A provider, and what says when it may be asked. */
export interface Outlet {
  readonly transport: Transport
  readonly limiter: Pick<Limiter, 'stop' | 'accepted' | 'refused'>
}

/** What must be known of a member of an attempt once its body is written. */
export interface AskedMessage {
  readonly id: string
  readonly slug: string | null
  readonly kind: MessageKind
  readonly priority: number
  readonly acceptedAt: Date
  readonly expiresAt: Date
  /** How many attempts it has been in, this one included. */
  readonly tries: number
}

export interface AskOptions {
  /** What `body` says, where it need not be read first. */
  readonly request?: unknown
  /** Gives the request up. */
  readonly signal?: AbortSignal
  /** Called when all is ready and the request is about to be made. */
  readonly asking?: () => void
}

export type AskProvider = (
  outlet: Outlet,
  attempt: Attempt,
  messages: readonly AskedMessage[],
  options?: AskOptions,
) => Promise<void>

/**
 * How long a claim is ours before another worker may take it over. Kept up while a request is under
 * way, so that only the dead lose it, and soon.
 */
export const LEASE_MS = 5_000
const RENEW_MS = 1_500

// Twilio's list may lag behind, and a request in doubt may still be at work for half a minute.
const FIND_AFTER_MS = 30_000

// Two recipients may be refused one after the other by chance: the next message shows it.
const PROBES_OF_OTHERS = { firstAfterMs: 0, everyMs: 2_000, certainAfterMs: 2_000 }

/** Makes the request of a stored attempt and settles it by the answer. */
export function createAskProvider(deps: AskDeps): AskProvider {
  const { db, enqueue, now, random, record, signals = SILENT } = deps

  return async (outlet, attempt, messages, { request: written, signal, asking } = {}) => {
    const { transport } = outlet
    const asked = now()
    if (attempt.takeovers === 0 && messages.some(({ expiresAt }) => expiresAt <= asked)) {
      return dissolve(outlet, attempt, messages, asked)
    }
    const stopRenewing = deps.every(RENEW_MS, () =>
      renewLease(db, attempt, new Date(now().getTime() + LEASE_MS)),
    )
    const send = () =>
      transport.send(written ?? JSON.parse(attempt.body), {
        idempotencyKey: attempt.idempotencyKey,
        ...(signal ? { signal } : {}),
      })
    const { provider, channel } = transport
    const repeated = attempt.takeovers > 0
    const request = { provider, channel, attemptId: attempt.id, repeated, messages }
    asking?.()
    const answers = await signals.around(request, send).finally(stopRenewing)
    const answered = now()
    const outcomes = messages.map((_, index) => answers[index] ?? NO_ANSWER)
    await tellLimiter(outlet, outcomes)
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
    await stopIfOthersToo(outlet, messages, outcomes)
  }

  // It took us so long to get here that a member has died. Nothing was asked yet, so that the others
  // may go in another request.
  async function dissolve(
    { transport }: Outlet,
    attempt: Attempt,
    messages: readonly AskedMessage[],
    at: Date,
  ): Promise<void> {
    const dead = {
      kind: 'deferred',
      code: 'too_late',
      retryAfterMs: Number.MAX_SAFE_INTEGER,
    } as const
    const alive = { kind: 'deferred', code: 'not_asked' } as const
    const outcomes = messages.map(({ expiresAt }) => (expiresAt <= at ? dead : alive))
    await settle(attempt, transport, messages, outcomes, at)
  }

  async function tellLimiter({ limiter }: Outlet, outcomes: readonly SendOutcome[]): Promise<void> {
    if (outcomes.some(({ kind }) => kind === 'accepted')) return limiter.accepted()
    for (const outcome of outcomes) {
      if (outcome.kind !== 'deferred' || !outcome.stops) continue
      if (outcome.stops !== 'if_others_too') return limiter.stop(outcome.code)
    }
    if (outcomes.some(({ kind }) => kind === 'refused')) return limiter.refused()
  }

  // Read after it was settled, so that of two that are refused at once one sees the other.
  async function stopIfOthersToo(
    { limiter }: Outlet,
    messages: readonly AskedMessage[],
    outcomes: readonly SendOutcome[],
  ): Promise<void> {
    if (outcomes.some(({ kind }) => kind === 'accepted')) return
    for (const [index, { id }] of messages.entries()) {
      const outcome = outcomes[index]
      if (outcome?.kind !== 'deferred' || outcome.stops !== 'if_others_too') continue
      if (await isRefusedToOthersToo(db, id)) return limiter.stop(outcome.code, PROBES_OF_OTHERS)
    }
  }

  // No usable answer: the only request that cannot send twice is the same one again, under its key.
  // It is worth making for as long as all its members are alive. When a repeat is turned away, that
  // says nothing about the request that it repeats, which stays in doubt.
  async function postponed(
    transport: Transport,
    attempt: Attempt,
    messages: readonly AskedMessage[],
    outcomes: readonly SendOutcome[],
    answered: Date,
  ): Promise<boolean> {
    const isDoubtful = ({ kind }: SendOutcome) =>
      kind === 'unknown' || (kind === 'deferred' && attempt.takeovers > 0)
    if (!transport.idempotent || !outcomes.every(isDoubtful)) return false
    const wait = Math.max(
      backoffMs(attempt.takeovers + 1, random()),
      ...outcomes.map((outcome) => (outcome.kind === 'deferred' && outcome.retryAfterMs) || 0),
    )
    const repeatAt = new Date(answered.getTime() + wait)
    if (messages.some(({ expiresAt }) => expiresAt <= repeatAt)) return false
    await postponeAttempt(db, attempt, repeatAt)
    await look(transport, messages.slice(0, 1), repeatAt, true)
    return true
  }

  async function settle(
    attempt: Attempt,
    transport: Transport,
    messages: readonly AskedMessage[],
    outcomes: readonly SendOutcome[],
    answered: Date,
  ): Promise<void> {
    const doubtful = transport.find !== undefined && outcomes.some(({ kind }) => kind === 'unknown')
    const findAt = doubtful ? { findAt: new Date(answered.getTime() + FIND_AFTER_MS) } : {}
    const settlements = messages.map((message, index) => {
      const outcome = outcomes[index] ?? NO_ANSWER
      // Out of time to repeat it: what became of the first request stays unknown.
      const doubt = outcome.kind === 'deferred' && attempt.takeovers > 0
      const final = doubt ? ({ kind: 'unknown', code: outcome.code } as const) : outcome
      return settlementOf(final, { ...message, ...findAt }, answered, random())
    })
    const moved = await settleAttempt(db, {
      attemptId: attempt.id,
      takeovers: attempt.takeovers,
      stayOpen: doubtful,
      now: answered,
      outcomes: outcomes.map(recorded),
      settlements,
    })
    tellMoves(transport, messages, settlements, new Set(moved), answered)
    await lookAgain(transport, messages, settlements, new Set(moved))
  }

  function tellMoves(
    { channel }: Transport,
    messages: readonly AskedMessage[],
    settlements: readonly Settlement[],
    moved: ReadonlySet<string>,
    at: Date,
  ): void {
    for (const [index, { id, status }] of settlements.entries()) {
      const message = messages[index]
      if (!message || status === 'queued' || !moved.has(id)) continue
      const { slug, kind, acceptedAt } = message
      signals.moved({ channel, slug, kind, status, acceptedAt, at })
    }
  }

  async function lookAgain(
    transport: Transport,
    messages: readonly AskedMessage[],
    settlements: readonly Settlement[],
    moved: ReadonlySet<string>,
  ): Promise<void> {
    for (const [index, { id, dueAt, solo = false }] of settlements.entries()) {
      if (!dueAt || !moved.has(id)) continue
      await look(transport, messages.slice(index, index + 1), dueAt, solo)
    }
  }

  async function look(
    transport: Transport,
    messages: readonly AskedMessage[],
    startAfter: Date,
    solo: boolean,
  ): Promise<void> {
    const looks: Look[] = messages.map(({ id, priority }) => ({
      messageId: id,
      channel: transport.channel,
      priority,
      startAfter,
      solo,
    }))
    await enqueue(looks)
  }
}

function recorded(outcome: SendOutcome): AttemptOutcome {
  if (outcome.kind === 'accepted') return { kind: 'accepted' }
  const { kind, code, detail } = outcome
  return { kind, code, ...(detail ? { detail } : {}) }
}

const NO_ANSWER: SendOutcome = { kind: 'unknown', code: 'no_answer' }
