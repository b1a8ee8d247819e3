import { sql } from 'kysely'
import type { Db } from '../engine/database.ts'

export interface ProviderState {
  readonly provider: string
  /** Null: it names no limit. */
  readonly requestsPerSecond: number | null
  /** The error that stopped it; null while it works. */
  readonly stoppedBy: string | null
  /** From when on it was certain that it is stopped. */
  readonly stoppedSince: Date | null
  readonly probeAt: Date | null
  /** When it last accepted a message, among the newest that it was asked to send. */
  readonly lastSuccessAt: Date | null
}

// While a provider is stopped, its newest messages wait.
const LOOKED_AT_MOST = 2_000

// Equality and the order by id alone would make PostgreSQL read the whole ledger for a provider without messages.
export async function listProviderStates(db: Db): Promise<ProviderState[]> {
  const { rows } = await sql<ProviderState>`
    select t.provider, t.requests_per_second, t.stopped_by, t.confirmed_at as stopped_since, t.probe_at,
      (
        select sent_at from (
          select m.sent_at, m.provider, m.id from bellhop.messages m
          where m.provider >= t.provider and m.provider <= t.provider
          order by m.provider desc, m.id desc limit ${LOOKED_AT_MOST}
        ) newest
        where sent_at is not null order by newest.provider desc, newest.id desc limit 1
      ) as last_success_at
    from bellhop.transports t order by t.provider`.execute(db)
  return rows
}
