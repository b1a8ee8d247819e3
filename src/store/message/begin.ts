import { sql } from 'kysely'
import type { Channel } from '../../domain/message.ts'
import type { Fallback } from '../../domain/template.ts'
import type { Db } from '../engine/database.ts'
import type { Attempt } from './settle.ts'

// Attempts of one channel begin one after the other, so that an older and a newer code for the same person
// are never judged at the same time.
const CLAIM_LOCKS: Record<Channel, number> = { email: 7_205_356, sms: 7_205_357 }

/** Until the transaction ends, nobody else begins or takes over an attempt on this channel. */
export async function lockClaims(tx: Db, channel: Channel): Promise<void> {
  await sql`select pg_advisory_xact_lock(${CLAIM_LOCKS[channel]})`.execute(tx)
}

/** How long a newer code waits for an older one whose request got no usable answer. */
export const PATIENCE_MS = 12_000

/** How a message of an attempt was written. */
export interface Written {
  readonly id: string
  readonly template: string
  readonly fallback: Fallback | null
  readonly locale: string
}

export interface Claim {
  readonly attempt: Attempt
  readonly written: readonly Written[]
  /** When another worker may take the attempt over. Called once there is a connection to the database. */
  readonly leaseUntil: () => Date
  /** When a message that waits for an older one is tried again. */
  readonly heldUntil: Date
}

/** What was decided about a message. Only `ready` may be sent; `held` stays queued; the others are its new status. */
export type Verdict = 'ready' | 'held' | 'expired' | 'skipped' | 'superseded'

export type Claimed =
  /** The attempt is stored, and its messages are `sending`. Nobody else may touch them until its lease ends. */
  | { readonly kind: 'begun' }
  /** No request may be made. A message without a verdict was taken or moved by another worker. */
  | { readonly kind: 'not-begun'; readonly verdicts: ReadonlyMap<string, Verdict> }

/**
 * Stores the attempt if all of its messages may be sent now. If some may not, these are settled (expired,
 * suppressed, or an older code or link than one on its way to the same recipient), and the attempt does
 * not begin. A message whose predecessor is in a request right now stays queued for a moment, so that the
 * two cannot arrive in the wrong order.
 */
export async function beginAttempt(db: Db, channel: Channel, claim: Claim): Promise<Claimed> {
  const { attempt, written, leaseUntil, heldUntil } = claim
  const now = attempt.startedAt
  const impatientSince = new Date(now.getTime() - PATIENCE_MS)
  // The lease begins once there is a connection. The function adds the time that it waits for the lock.
  const { rows } = await db.connection().execute((connection) =>
    sql<{ id: string; verdict: Verdict; begun: boolean }>`
      select id, verdict, begun from bellhop.begin_attempt(${channel}, ${CLAIM_LOCKS[channel]},
        ${attempt.id}, ${attempt.provider}, ${attempt.idempotencyKey}, ${attempt.messageIds},
        ${attempt.body}, ${JSON.stringify(written)}, ${now}, ${impatientSince}, ${leaseUntil()},
        ${heldUntil})`.execute(connection),
  )
  if (rows.some(({ begun }) => begun)) return { kind: 'begun' }
  return { kind: 'not-begun', verdicts: new Map(rows.map(({ id, verdict }) => [id, verdict])) }
}
