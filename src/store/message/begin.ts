import { sql } from 'kysely'
import type { Channel } from '../../domain/message.ts'
import type { Fallback } from '../../domain/template.ts'
import type { Db } from '../engine/database.ts'
import type { Attempt } from './settle.ts'

// Claims of one channel follow one another, so that an older and a newer code of the same person are
// never judged side by side.
const CLAIM_LOCKS: Record<Channel, number> = { email: 7_205_356, sms: 7_205_357 }

/** From now to the end of the transaction, nobody else claims or takes over on this channel. */
export async function lockClaims(tx: Db, channel: Channel): Promise<void> {
  await sql`select pg_advisory_xact_lock(${CLAIM_LOCKS[channel]})`.execute(tx)
}

/** How long a newer code waits for an older one whose request has got no usable answer. */
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
  /** From then on another worker may take the attempt over; asked when nothing has to be waited for. */
  readonly leaseUntil: () => Date
  /** When a message that is held back for an older one may be looked at again. */
  readonly heldUntil: Date
}

/** What a claim found a message to be. All but the ready ones are settled with that, or held back. */
export type Verdict = 'ready' | 'held' | 'expired' | 'skipped' | 'superseded'

export type Claimed =
  /** The attempt is stored, its messages are `sending` and belong to it until its lease ends. */
  | { readonly kind: 'begun' }
  /** Nothing may be asked. A member without a verdict was taken or moved by somebody else. */
  | { readonly kind: 'not-begun'; readonly verdicts: ReadonlyMap<string, Verdict> }

/**
 * Stores the attempt if every one of its messages may be sent now. Where one may not, it is settled on
 * the spot (the dead, the suppressed, a code or link that is older than one on its way to the same
 * recipient) and the attempt is not begun. One whose predecessor is being asked for right now stays
 * queued for a moment, so that the two cannot arrive in the wrong order.
 */
export async function beginAttempt(db: Db, channel: Channel, claim: Claim): Promise<Claimed> {
  const { attempt, written, leaseUntil, heldUntil } = claim
  const now = attempt.startedAt
  const impatientSince = new Date(now.getTime() - PATIENCE_MS)
  // With a connection in hand. What it then waits for the lock, the function adds.
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
