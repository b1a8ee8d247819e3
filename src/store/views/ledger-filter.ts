import { type RawBuilder, sql } from 'kysely'
import type { Channel, MessageStatus } from '../../domain/message.ts'
import { ID_SLACK_MS, idFloor } from '../engine/first-uuid-at.ts'

/** Which messages of the ledger are meant: those for which everything holds that is given. */
export interface LedgerConditions {
  readonly status?: MessageStatus | undefined
  readonly reason?: string | undefined
  readonly slug?: string | undefined
  readonly channel?: Channel | undefined
  readonly instanceId?: string | undefined
  /** The full address or number, normalised. */
  readonly recipient?: string | undefined
  /** The language that the message was written in (BCP 47), as `listLanguages` names it. */
  readonly language?: string | undefined
  readonly provider?: string | undefined
  /** Written from Clerk's own text (true), or from a template (false). */
  readonly fallback?: boolean | undefined
  /** Accepted at or after `from`, and before `to`. */
  readonly from?: Date | undefined
  readonly to?: Date | undefined
}

export interface LedgerFilter extends LedgerConditions {
  readonly limit: number
  /** The id of the last message on the page before. */
  readonly cursor?: string | undefined
  /** With full recipients. By default they are masked. */
  readonly reveal?: boolean
}

type Condition = RawBuilder<boolean>

/** The condition for a message `m`. Statuses are literals, so that partial indexes fit. */
export function matches(filter: LedgerConditions & { readonly cursor?: string | undefined }) {
  const { status, reason, slug, channel, instanceId, recipient, language, provider } = filter
  const all: (Condition | false | undefined | '')[] = [
    status && sql`m.status = ${sql.lit(status)}`,
    // Uses the index of messages with a lease.
    status === 'sending' && sql`m.lease_until is not null`,
    reason && sql`m.reason = ${reason}`,
    slug && sql`m.slug = ${slug}`,
    channel && sql`m.channel = ${sql.lit(channel)}`,
    instanceId && sql`m.instance_id = ${instanceId}`,
    recipient && sql`lower(m.recipient) = lower(${recipient})`,
    language && sql`m.locale = ${language}`,
    provider && sql`m.provider = ${provider}`,
    filter.fallback === true && sql`m.fallback is not null`,
    filter.fallback === false && sql`m.fallback is null and m.template is not null`,
    filter.from &&
      sql`m.created_at >= ${filter.from} and m.id >= ${idFloor(filter.from, -ID_SLACK_MS)}::uuid`,
    filter.to &&
      sql`m.created_at < ${filter.to} and m.id < ${idFloor(filter.to, ID_SLACK_MS)}::uuid`,
    filter.cursor && sql`m.id < ${filter.cursor}::uuid`,
  ]
  const given = all.filter((condition) => typeof condition === 'object')
  return given.length === 0 ? sql<boolean>`true` : sql<boolean>`${sql.join(given, sql` and `)}`
}
