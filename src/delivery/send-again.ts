import type { ContentCipher } from '../domain/content-cipher.ts'
import type { SendAgainRefusal } from '../domain/send-again.ts'
import { writeAudit } from '../store/audit.ts'
import type { Db } from '../store/engine/database.ts'
import { disableJit, lockOriginals, storeCopies } from '../store/message/copies.ts'
import {
  type Chosen,
  chooseFailed,
  type FailedSince,
  findRefusals,
} from '../store/message/send-again-refusals.ts'
import type { Enqueue } from './enqueue.ts'

export type SentAgain =
  | { readonly kind: 'sent_again'; readonly messageId: string }
  | { readonly kind: 'refused'; readonly reason: SendAgainRefusal }
  | { readonly kind: 'not_found' }

/** Also the JSON answer of the API. */
export interface ManySentAgain {
  readonly resent: number
  /** How many were not sent again, by reason. */
  readonly refused: Chosen['refused']
  /** How many more there are than one call sends. */
  readonly left: number
}

/** Sends messages again because a person asked for it. `actor` is that person, for the audit. */
export interface SendAgain {
  one(id: string, actor: string): Promise<SentAgain>
  /** The reason not to send this message again now; null if there is none. */
  whyNot(id: string): Promise<SendAgainRefusal | null>
  /** Sends again what failed since then, codes first, at most a thousand in one call. */
  failedSince(filter: FailedSince, actor: string): Promise<ManySentAgain>
  /** What `failedSince` would do now. */
  previewFailedSince(filter: FailedSince): Promise<ManySentAgain>
}

const MOST = 1_000

/**
 * A message that is sent again is copied, and the copy names it: the original stays as it ended. The
 * copy, its job and the audit entry are committed together.
 */
export function createSendAgain(deps: {
  readonly db: Db
  readonly enqueue: Enqueue
  readonly now: () => Date
  readonly newId: () => string
  readonly cipher: Pick<ContentCipher, 'readablePrefixes'>
}): SendAgain {
  const { db, enqueue, now, newId, cipher } = deps
  const options = () => ({ now: now(), readablePrefixes: cipher.readablePrefixes })

  const transaction = <Result>(run: (tx: Db) => Promise<Result>): Promise<Result> =>
    db.transaction().execute(async (tx) => {
      await disableJit(tx)
      return run(tx)
    })

  // What others commit before we get the lock is visible only to a statement that begins after it.
  async function repeat(tx: Db, ids: readonly string[]) {
    await lockOriginals(tx, ids)
    const candidates = await findRefusals(tx, ids, options())
    const free = candidates.filter(({ refusal }) => refusal === null)
    const copies = free.map(({ id }) => ({ id, copyId: newId() }))
    if (copies.length > 0) await enqueue(await storeCopies(tx, copies, now()), tx)
    return { candidates, copies }
  }

  return {
    one: (id, actor) =>
      transaction(async (tx): Promise<SentAgain> => {
        const { candidates, copies } = await repeat(tx, [id])
        const [copy] = copies
        if (!copy) {
          const reason = candidates[0]?.refusal
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
        return { kind: 'sent_again', messageId: copy.copyId }
      }),

    whyNot: (id) =>
      transaction(async (tx) => (await findRefusals(tx, [id], options()))[0]?.refusal ?? null),

    failedSince: (filter, actor) =>
      transaction(async (tx): Promise<ManySentAgain> => {
        const chosen = await chooseFailed(tx, filter, options(), MOST)
        const { copies } = await repeat(tx, chosen.ids)
        const { since, channel, slug, instanceId } = filter
        const which = [since.toISOString(), channel, slug, instanceId].filter(Boolean).join(', ')
        await writeAudit(tx, {
          id: newId(),
          at: now(),
          actor,
          action: 'resend_failed',
          messageId: null,
          detail: `${copies.length} since ${which}`,
        })
        return { resent: copies.length, refused: chosen.refused, left: chosen.left }
      }),

    previewFailedSince: (filter) =>
      transaction(async (tx): Promise<ManySentAgain> => {
        const { ids, refused, left } = await chooseFailed(tx, filter, options(), MOST)
        return { resent: ids.length, refused, left }
      }),
  }
}
