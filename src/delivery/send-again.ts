import type { Vault } from '../domain/content-cipher.ts'
import type { ResendRefusal } from '../domain/send-again.ts'
import { writeAudit } from '../store/audit.ts'
import type { Db } from '../store/engine/database.ts'
import {
  type Chosen,
  chooseFailed,
  type FailedSince,
  judge,
  lockFamilies,
  spareCompiling,
  storeCopies,
} from '../store/message/send-again.ts'
import type { Enqueue } from './enqueue.ts'

export type Resent =
  | { readonly kind: 'resent'; readonly messageId: string }
  | { readonly kind: 'refused'; readonly reason: ResendRefusal }
  | { readonly kind: 'not_found' }

export interface ResentMany {
  readonly resent: number
  /** How many were left alone, by what speaks against sending them. */
  readonly refused: Chosen['refused']
  /** How many there are beyond one go. */
  readonly left: number
}

/** Sends messages again because somebody asked for it. `actor` is who, for the audit. */
export interface ResendMessages {
  one(id: string, actor: string): Promise<Resent>
  /** What speaks against sending this one again now; null for nothing. */
  whyNot(id: string): Promise<ResendRefusal | null>
  /** What failed since then, codes first, at most a thousand in one go. */
  failedSince(filter: FailedSince, actor: string): Promise<ResentMany>
  /** What `failedSince` would do now. */
  previewFailedSince(filter: FailedSince): Promise<ResentMany>
}

const MOST = 1_000

/**
 * A message that is sent again becomes a new one that names it: the old one stays on record as it
 * ended. The copy, its job and the audit entry are committed together.
 */
export function createResendMessages(deps: {
  readonly db: Db
  readonly enqueue: Enqueue
  readonly now: () => Date
  readonly newId: () => string
  readonly vault: Pick<Vault, 'opens'>
}): ResendMessages {
  const { db, enqueue, now, newId, vault } = deps
  const judging = () => ({ now: now(), opens: vault.opens })

  const transaction = <Result>(run: (tx: Db) => Promise<Result>): Promise<Result> =>
    db.transaction().execute(async (tx) => {
      await spareCompiling(tx)
      return run(tx)
    })

  // What has happened until the lock is ours shows only to a statement that begins after it.
  async function repeat(tx: Db, ids: readonly string[]) {
    await lockFamilies(tx, ids)
    const judged = await judge(tx, ids, judging())
    const free = judged.filter(({ refusal }) => refusal === null)
    const copies = free.map(({ id }) => ({ id, copyId: newId() }))
    if (copies.length > 0) await enqueue(await storeCopies(tx, copies, now()), tx)
    return { judged, copies }
  }

  return {
    one: (id, actor) =>
      transaction(async (tx): Promise<Resent> => {
        const { judged, copies } = await repeat(tx, [id])
        const [copy] = copies
        if (!copy) {
          const reason = judged[0]?.refusal
          return reason ? { kind: 'refused', reason } : { kind: 'not_found' }
        }
        await writeAudit(tx, {
          id: newId(),
          at: now(),
          actor,
          action: 'resend',
          messageId: id,
          detail: `as ${copy.copyId}`,
        })
        return { kind: 'resent', messageId: copy.copyId }
      }),

    whyNot: async (id) => (await judge(db, [id], judging()))[0]?.refusal ?? null,

    failedSince: (filter, actor) =>
      transaction(async (tx): Promise<ResentMany> => {
        const chosen = await chooseFailed(tx, filter, judging(), MOST)
        const { copies } = await repeat(tx, chosen.ids)
        await writeAudit(tx, {
          id: newId(),
          at: now(),
          actor,
          action: 'resend_failed',
          messageId: null,
          detail: `${copies.length} since ${[filter.since.toISOString(), filter.channel, filter.slug].filter(Boolean).join(', ')}`,
        })
        return { resent: copies.length, refused: chosen.refused, left: chosen.left }
      }),

    previewFailedSince: (filter) =>
      transaction(async (tx): Promise<ResentMany> => {
        const { ids, refused, left } = await chooseFailed(tx, filter, judging(), MOST)
        return { resent: ids.length, refused, left }
      }),
  }
}
