import { ASK_DOCTOR } from '../../domain/doctor.ts'
import { type Alert, endAlerts, noteAlert, raiseAlert } from '../../store/alerts.ts'
import type { Db } from '../../store/engine/database.ts'
import { readTransport } from '../../store/providers.ts'
import { oldestWaitingCode } from '../../store/views/backlog.ts'
import { countBounces } from '../../store/views/bounce-rate.ts'
import type { AlertTypeName } from './alert-types.ts'
import type { RefusalWatch } from './refusal-streak.ts'

export type MakeAlert = (
  type: AlertTypeName,
  subject: string,
  at: Date,
  data: Alert['data'],
) => Alert

/** The provider that takes over from another one. */
export interface StandBy {
  readonly first: string
  readonly second: string
}

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const CODE_WAITS_MS = 30_000
const FEWEST_SENT = 50
const MOST_BOUNCES = 0.04
// A problem that comes and goes within this time is one problem, not many.
const QUIET_MS = { code: 5 * MINUTE_MS, bounces: 60 * MINUTE_MS, refusals: 60 * MINUTE_MS }

/** Raises an alert for each stopped provider, and a notice for each that works again. */
export async function checkTransports(
  tx: Db,
  make: MakeAlert,
  providers: readonly string[],
  standBy: StandBy | null,
  at: Date,
): Promise<void> {
  for (const provider of providers) {
    const cause = await certainCause(tx, provider, at)
    if (!cause) continue
    const takenOverBy = standBy?.first === provider ? { takenOverBy: standBy.second } : {}
    const data = { provider, cause, ...takenOverBy, fix: ASK_DOCTOR }
    await raiseAlert(tx, make('transport.stopped', provider, at, data))
  }
  // The alerts of stopped providers were renewed just now.
  for (const { subject, raisedAt } of await endAlerts(tx, 'transport.stopped', at, at)) {
    const data = { provider: subject, stoppedAt: raisedAt.toISOString() }
    await noteAlert(tx, make('transport.resumed', subject, at, data))
  }
}

/** Raises an alert when a provider takes over from another one, and a notice when that one has its messages back. */
export async function checkFailover(
  tx: Db,
  make: MakeAlert,
  { first, second }: StandBy,
  at: Date,
): Promise<void> {
  const cause = await certainCause(tx, first, at)
  if (cause) {
    const data = { from: first, to: second, cause }
    await raiseAlert(tx, make('transport.failover', first, at, data))
  }
  for (const { raisedAt } of await endAlerts(tx, 'transport.failover', at, at)) {
    const data = { from: second, to: first, failedOverAt: raisedAt.toISOString() }
    await noteAlert(tx, make('transport.failover', second, at, data))
  }
}

/** What has stopped the provider; null while it works, or while the stop may be chance. */
async function certainCause(tx: Db, provider: string, at: Date): Promise<string | null> {
  const state = await readTransport(tx, provider)
  if (!state || (state.confirmedAt && state.confirmedAt > at)) return null
  return state.stoppedBy
}

/** Raises an alert while a code waits too long. */
export async function checkCodes(tx: Db, make: MakeAlert, at: Date): Promise<void> {
  const code = await oldestWaitingCode(tx, at)
  const waited = code ? at.getTime() - code.since.getTime() : 0
  if (code && waited > CODE_WAITS_MS) {
    const { channel, messageId } = code
    const data = { channel, messageId, seconds: Math.round(waited / 1_000) }
    await raiseAlert(tx, make('code.waiting', '', at, data))
  }
  await endAlerts(tx, 'code.waiting', new Date(at.getTime() - QUIET_MS.code), at)
}

/** Raises an alert while all webhooks have bad signatures. */
export async function checkSignatures(
  db: Db,
  make: MakeAlert,
  signatures: Pick<RefusalWatch, 'read'>,
  at: Date,
): Promise<void> {
  const streak = signatures.read()
  if (streak) await raiseAlert(db, make('webhooks.refused', '', at, { ...streak }))
  await endAlerts(db, 'webhooks.refused', new Date(at.getTime() - QUIET_MS.refusals), at)
}

/** Raises an alert while too many emails of the last day bounced. */
export async function checkBounces(tx: Db, make: MakeAlert, at: Date): Promise<void> {
  const { sent, bounced } = await countBounces(tx, new Date(at.getTime() - DAY_MS))
  if (sent >= FEWEST_SENT && bounced / sent > MOST_BOUNCES) {
    const data = { hours: 24, sent, bounced, rate: Math.round((bounced / sent) * 1e4) / 1e4 }
    await raiseAlert(tx, make('bounces.high', '', at, data))
  }
  await endAlerts(tx, 'bounces.high', new Date(at.getTime() - QUIET_MS.bounces), at)
}
