import { sql } from 'kysely'
import type { Channel, MessageKind } from '../domain/message.ts'
import type { Receipt } from '../domain/receipt.ts'
import type { Db } from './database.ts'

/** The message that a report is about. */
export interface MovedMessage {
  readonly channel: Channel
  readonly slug: string | null
  readonly kind: MessageKind
  readonly acceptedAt: Date
}

/**
 * Keeps a report and moves its message by it, forward only: reports come late, twice and in any
 * order. A report proves that the provider has the message, so it also ends a doubt, together with
 * the request that the doubt was about. Where the report says so, the message's recipient is
 * suppressed: the one that we wrote to, whatever address the report names. A delivery lifts what an
 * earlier bounce had brought. Returns the message's id,
 * or null for a report that was here before or is about nothing of ours.
 */
export async function recordReceipt(
  db: Db,
  id: string,
  receipt: Receipt,
  now: Date,
  /** Told of the message if the report has moved it. */
  moved: (message: MovedMessage) => void = () => {},
): Promise<string | null> {
  const messageId = receipt.messageId && UUID.test(receipt.messageId) ? receipt.messageId : null
  const { rows } = await sql<{ message_id: string; moved: boolean } & MovedMessage>`
    with found as (
      select m.id, m.attempt_id, m.channel, m.recipient, m.claimed_at as asked_at
      from bellhop.messages m
      where m.channel = ${receipt.channel} and (m.id = ${messageId}::uuid
        or (${messageId}::uuid is null and m.provider = ${receipt.provider}
          and m.provider_message_id = ${receipt.providerMessageId}))
      limit 1
    ),
    kept as (
      insert into bellhop.receipts
        (id, provider, provider_event_id, message_id, status, at, received_at, detail)
      select ${id}::uuid, ${receipt.provider}, ${receipt.eventId}, found.id, ${receipt.status},
        ${receipt.at ?? now}, ${now}, ${receipt.detail}
      from found
      on conflict (provider, provider_event_id) do nothing
      returning message_id
    ),
    moved as (
      update bellhop.messages m set
        status = ${receipt.status},
        reason = ${receipt.detail},
        provider_message_id = coalesce(m.provider_message_id, ${receipt.providerMessageId}),
        sent_at = coalesce(m.sent_at, ${now}),
        finished_at = coalesce(m.finished_at, ${now}),
        content = null, lease_until = null, asking = false
      from kept
      where m.id = kept.message_id and (
        ${rank(sql.ref('m.status'))} < ${rank(sql.lit(receipt.status))}
        or (m.status = 'delivered' and ${isHardBounce(receipt)}::boolean))
      returning m.channel, m.slug, m.kind, m.created_at
    ),
    closed as (
      update bellhop.attempts a set
        finished_at = ${now}, body = null, outcomes = '[{"kind":"accepted","code":"receipt"}]'
      from found, kept
      where a.id = found.attempt_id and a.finished_at is null and cardinality(a.message_ids) = 1
    ),
    suppressed as (${suppress(receipt, now)}),
    lifted as (
      delete from bellhop.suppressions s using found, kept
      where ${receipt.status} = 'delivered' and s.reason = 'bounce'
        and s.channel = found.channel and s.address = lower(found.recipient) and found.asked_at > s.since
    )
    select kept.message_id, m.kind is not null as moved,
      m.channel, m.slug, m.kind, m.created_at as "acceptedAt"
    from kept left join moved m on true`.execute(db)
  const [row] = rows
  if (row?.moved) moved(row)
  return row?.message_id ?? null
}

// What is sent by hand for a test carries an id that is not one of ours.
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i

// What a report adds to the list, by the rules of README. The first SMS report is only noted: the
// number may be unreachable for a day. A complaint stops what nobody asked for; a second one within a
// day stops all. Whoever complained twice is not tried again because something bounces.
function suppress({ suppress: reason, provider }: Receipt, now: Date) {
  return sql`
      insert into bellhop.suppressions as s
        (channel, address, reason, source, since, message_id, scope)
      select found.channel, lower(found.recipient), ${reason}, ${provider}, ${now}, found.id, case
          when found.channel = 'sms' then 'none'
          when ${reason} = 'complaint' then 'unasked'
          else 'all' end
      from found, kept
      where ${reason}::text is not null and found.recipient is not null
      on conflict (channel, address) do update set
        scope = case
          when s.channel = 'sms' and (s.since at time zone 'UTC')::date
            < (excluded.since at time zone 'UTC')::date then 'all'
          when s.channel = 'email' and excluded.reason = 'bounce' then 'all'
          when s.reason = 'complaint' and excluded.reason = 'complaint'
            and s.since > excluded.since - interval '1 day'
            and s.message_id is distinct from excluded.message_id then 'all'
          else s.scope end,
        reason = case when excluded.reason = 'bounce' then 'bounce' else s.reason end,
        since = case when s.channel = 'email' then excluded.since else s.since end,
        retried_at = null, source = excluded.source, message_id = excluded.message_id
      where not (s.channel = 'email' and s.reason = 'complaint' and s.scope = 'all')
        and not (s.reason = 'bounce' and excluded.reason = 'complaint')`
}

// A mail server may take an email and send it back later.
function isHardBounce({ status, suppress }: Receipt): boolean {
  return status === 'bounced' && suppress === 'bounce'
}

// Not yet known to be with the provider, with it, at its end, and what may come even after that.
function rank(status: ReturnType<typeof sql.ref> | ReturnType<typeof sql.lit>) {
  return sql`case ${status}
    when 'sending' then 0 when 'unknown' then 0
    when 'sent' then 1
    when 'delivered' then 2 when 'undelivered' then 2 when 'bounced' then 2
    when 'complained' then 3
    else 9 end`
}
