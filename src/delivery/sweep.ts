import type { MessageRef } from '../domain/message-ref.ts'
import type { Db } from '../store/engine/database.ts'
import { deleteExpiredLocaleHints } from '../store/locale-hints.ts'
import { releaseHeldBack } from '../store/message/held-back.ts'
import { findLoneRefusals } from '../store/message/refusals.ts'
import { wipeDead } from '../store/message/retention.ts'
import { closeSettledAttempts, settleUnsent } from '../store/message/settle.ts'
import { expireMessages, findOverdue } from '../store/message/waiting.ts'
import type { Limiter } from './limiter.ts'
import type { DeliverySignals } from './signals.ts'

// A message younger than this may have no job yet because its job is just being made.
const GRACE_MS = 5_000
const MOST = 1_000

/**
 * Goes through the ledger once: ends what has expired, makes jobs for messages that have none (a lost job,
 * a dead worker), and reads what other instances know about the providers.
 */
export async function sweep(deps: {
  readonly db: Db
  /** Puts refs on the queue whose jobs may or may not be there. */
  readonly requeueMissed: (refs: readonly MessageRef[]) => Promise<void>
  readonly limiters: readonly Pick<Limiter, 'refresh'>[]
  readonly now: () => Date
  readonly signals?: Pick<DeliverySignals, 'moved'>
  /** Defaults to 5 s. */
  readonly graceMs?: number
}): Promise<{ readonly expired: number; readonly looked: number }> {
  const now = deps.now()
  for (const limiter of deps.limiters) await limiter.refresh()
  const expired = await expireMessages(deps.db, now)
  for (const message of expired) {
    deps.signals?.moved({ ...message, status: 'expired', at: now })
  }
  await failLoneRefusals(deps.db, now, deps.signals)
  await closeSettledAttempts(deps.db, now)
  await deleteExpiredLocaleHints(deps.db, now)
  await wipeDead(deps.db, now)
  const overdue = await findOverdue(
    deps.db,
    now,
    new Date(now.getTime() - (deps.graceMs ?? GRACE_MS)),
    MOST,
  )
  await deps.requeueMissed([...(await releaseHeldBack(deps.db, now)), ...overdue])
  return { expired: expired.length, looked: overdue.length }
}

// They were refused while others were accepted, so their recipients are the cause.
async function failLoneRefusals(
  db: Db,
  now: Date,
  signals: Pick<DeliverySignals, 'moved'> | undefined,
): Promise<void> {
  const refused = await findLoneRefusals(db)
  if (refused.length === 0) return
  const none = { providerMessageId: null, dueAt: null, status: 'failed' } as const
  await settleUnsent(
    db,
    now,
    refused.map(({ id, reason }) => ({ ...none, id, reason })),
  )
  for (const { channel, slug, kind, createdAt } of refused) {
    signals?.moved({ channel, slug, kind, createdAt, status: 'failed', at: now })
  }
}

const EVERY_MS = 2_000

/** Sweeps now and every 2 s. Returns a function that stops it and resolves when a running sweep is done. */
export function startSweeping(
  deps: Parameters<typeof sweep>[0] & { readonly onError: (error: unknown) => void },
): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  // At the start there may be messages whose worker died: they have waited long enough.
  let current = run(0)

  async function run(graceMs?: number): Promise<void> {
    try {
      await sweep(graceMs === undefined ? deps : { ...deps, graceMs })
    } catch (error) {
      deps.onError(error)
    }
    if (stopped) return
    timer = setTimeout(() => {
      current = run()
    }, EVERY_MS)
  }

  return async () => {
    stopped = true
    clearTimeout(timer)
    await current
  }
}
