import type { Channel } from '../../domain/message.ts'
import { type Attempt, renewLease } from '../../store/message/settle.ts'
import { regainLease } from '../../store/message/take-over.ts'
import { type DeliverContext, LEASE_MS } from './context.ts'

/** The hold that a worker has on an attempt, by its own clock. */
export interface Lease {
  /** False once another worker may have taken the attempt over. */
  isHeld(): boolean
  renew(): Promise<void>
}

/**
 * The lease of an attempt that was held until `heldUntil`. If that is over, because the process was frozen or the
 * database slow, it is taken again. Null if another worker has the attempt, or may have it.
 */
export async function holdLease(
  { db, now }: Pick<DeliverContext, 'db' | 'now'>,
  channel: Channel,
  attempt: Attempt,
  heldUntil: Date,
): Promise<Lease | null> {
  let until = heldUntil
  const isHeld = () => now() < until

  async function extend(take: (leaseUntil: Date) => Promise<boolean>): Promise<void> {
    const next = new Date(now().getTime() + LEASE_MS)
    if (await take(next)) until = next
  }

  if (!isHeld()) await extend((next) => regainLease(db, channel, attempt, next))
  if (!isHeld()) return null
  return { isHeld, renew: () => extend((next) => renewLease(db, attempt, next)) }
}
