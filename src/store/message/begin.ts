import { sql } from 'kysely'
import type { Channel, SkipReason } from '../../domain/message.ts'
import { BUDGET_RESERVE_SHARE, type RateLimit } from '../../domain/sending-limits.ts'
import type { Fallback, LanguageSource } from '../../domain/template.ts'
import type { Db } from '../engine/database.ts'
import type { Attempt } from './settle.ts'

// Attempts of one channel begin one after the other, so that an older and a newer code for the same person
// are never checked at the same time.
const ATTEMPT_LOCKS: Record<Channel, number> = { email: 7_205_356, sms: 7_205_357 }

/** Until the transaction ends, no other one begins or takes over an attempt on this channel. */
export async function lockAttempts(tx: Db, channel: Channel): Promise<void> {
  await sql`select pg_advisory_xact_lock(${ATTEMPT_LOCKS[channel]})`.execute(tx)
}

/** How long a newer code waits for an older one whose request got no usable answer. */
export const NEWER_CODE_WAITS_MS = 12_000

/** How a message of an attempt was written. */
export interface Written {
  readonly id: string
  readonly template: string
  readonly fallback: Fallback | null
  readonly locale: string
  /** Null if the text is Clerk's own. */
  readonly localeSource: LanguageSource | null
}

/** The limits that a message must keep. */
export interface MessageLimits {
  readonly messageId: string
  /** On what its recipient gets. */
  readonly recipientLimits: readonly RateLimit[]
  readonly newRange: readonly RateLimit[]
  readonly knownRange: readonly RateLimit[]
  /** How many segments the SMS has; 0 for an email. */
  readonly segments: number
}

export interface NewAttempt {
  readonly attempt: Attempt
  readonly written: readonly Written[]
  readonly limits: readonly MessageLimits[]
  /** The segments that a day may have; null: any number. */
  readonly dailySegments: number | null
  /** When another worker may take the attempt over. Called once there is a connection to the database. */
  readonly leaseUntil: () => Date
  /** When a message that waits for an older one is tried again. */
  readonly heldUntil: Date
}

/** What was decided about a message. Only `ready` may be sent; `held` stays queued; the others are its new status. */
export type Decision =
  | { readonly verdict: 'ready' | 'held' | 'expired' | 'superseded' }
  | { readonly verdict: 'skipped'; readonly reason: SkipReason; readonly detail: string | null }

export type BeginResult =
  /** The attempt is stored, and its messages are `sending`. No other worker may change them until its lease ends. */
  | { readonly kind: 'begun' }
  /** No request may be made. A message without a decision was taken or moved by another worker. */
  | { readonly kind: 'not-begun'; readonly decisions: ReadonlyMap<string, Decision> }

// The longest window of the limits on recipients begins then.
function countedSince(limits: readonly MessageLimits[], now: Date): Date {
  const windows = limits.flatMap((one) => one.recipientLimits.map(({ seconds }) => seconds))
  return new Date(now.getTime() - Math.max(0, ...windows) * 1_000)
}

type DecisionRow = { readonly id: string; readonly begun: boolean } & (
  | Extract<Decision, { verdict: 'skipped' }>
  | (Exclude<Decision, { verdict: 'skipped' }> & { readonly reason: null; readonly detail: null })
)

function decisionIn(row: DecisionRow): Decision {
  if (row.verdict !== 'skipped') return { verdict: row.verdict }
  const { verdict, reason, detail } = row
  return { verdict, reason, detail }
}

/**
 * Stores the attempt if all of its messages may be sent now. If some may not, these are settled (expired,
 * suppressed, held back by a limit, or superseded by a newer code or link to the same recipient), and the
 * attempt does not begin.
 * While an older code is in a request, the newer one stays queued for a moment, so that the two cannot
 * arrive in the wrong order.
 */
export async function beginAttempt(
  db: Db,
  channel: Channel,
  begin: NewAttempt,
): Promise<BeginResult> {
  const { attempt, written, leaseUntil, heldUntil, limits, dailySegments } = begin
  const now = attempt.startedAt
  const busySince = new Date(now.getTime() - NEWER_CODE_WAITS_MS)
  // The lease begins once there is a connection. The function adds the time that it waits for the lock.
  const { rows } = await db.connection().execute((connection) =>
    sql<DecisionRow>`
      select id, verdict, reason, detail, begun from bellhop.begin_attempt(${channel}, ${ATTEMPT_LOCKS[channel]},
        ${attempt.id}, ${attempt.provider}, ${attempt.idempotencyKey}, ${attempt.messageIds},
        ${attempt.body}, ${JSON.stringify(written)}, ${now}, ${busySince}, ${leaseUntil()},
        ${heldUntil}, ${JSON.stringify(limits)}, ${countedSince(limits, now)}, ${dailySegments}, ${BUDGET_RESERVE_SHARE})`.execute(
      connection,
    ),
  )
  if (rows.some(({ begun }) => begun)) return { kind: 'begun' }
  return {
    kind: 'not-begun',
    decisions: new Map(rows.map((row) => [row.id, decisionIn(row)])),
  }
}
