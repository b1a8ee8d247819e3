import { sql } from 'kysely'
import type { Channel, MessageContent, MessageKind, MessageStatus } from '../domain/message.ts'
import type { Sealable } from '../domain/vault.ts'
import type { Db } from './database.ts'

/** One verified webhook and the message that comes of it, if any, ready to be stored. */
export interface Acceptance {
  readonly event: {
    readonly id: string
    readonly endpoint: string
    readonly svixId: string
    readonly type: string
    readonly instanceId: string
    readonly userId: string | null
    readonly occurredAt: Date
    readonly receivedAt: Date
    readonly outcome: string
    readonly reason: string | null
  }
  readonly message: NewMessage | null
}

export interface NewMessage {
  readonly id: string
  readonly channel: Channel
  readonly slug: string | null
  readonly kind: MessageKind
  readonly instanceId: string
  readonly userId: string | null
  readonly dedupeKey: string
  readonly recipient: string | null
  readonly example: boolean
  readonly status: MessageStatus
  readonly reason: string | null
  readonly priority: number
  readonly occurredAt: Date
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly content: Sealable<MessageContent> | null
}

/** What the unique constraints said, in the order of the acceptances. */
export type Stored =
  | { readonly kind: 'new' }
  /** The event or the message was here before; `messageId` is the one that came of it. */
  | { readonly kind: 'duplicate'; readonly messageId: string | null }

/**
 * Stores events and messages in one statement, whatever their number: one commit per webhook is what
 * limits both engines. An event that was seen before brings no message; a message that was seen
 * before leaves its event on record as a duplicate. Run it in a transaction.
 */
export async function storeAcceptances(
  tx: Db,
  acceptances: readonly Acceptance[],
): Promise<Stored[]> {
  // Sorted, so that two instances that store the same events take their locks in the same order.
  const rows = acceptances
    .map(({ event, message }, position) => ({ position, event, message }))
    .sort((a, b) => (a.event.svixId < b.event.svixId ? -1 : 1))
  const { rows: stored } = await sql<{
    position: number
    new_event: boolean
    new_message: boolean
  }>`
    with input as (
      select i.position, e.*, m.id as m_id, m.channel, m.slug, m.kind, m."dedupeKey", m.recipient,
        m.example, m.status, m.reason as m_reason, m.priority, m."createdAt", m."expiresAt", m.content
      from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
          as i(position int, event jsonb, message jsonb),
        jsonb_to_record(i.event) as e(id uuid, endpoint text, "svixId" text, type text,
          "instanceId" text, "userId" text, "occurredAt" timestamptz, "receivedAt" timestamptz,
          outcome text, reason text),
        jsonb_to_record(coalesce(nullif(i.message, 'null'), '{}')) as m(id uuid, channel text,
          slug text, kind text, "dedupeKey" text, recipient text, example boolean, status text,
          reason text, priority smallint, "createdAt" timestamptz, "expiresAt" timestamptz,
          content jsonb)
    ),
    new_events as (
      insert into bellhop.events (id, endpoint, svix_id, type, instance_id, user_id, occurred_at,
        received_at, outcome, reason, message_id)
      select id, endpoint, "svixId", type, "instanceId", "userId", "occurredAt", "receivedAt",
        outcome, reason, m_id
      from input
      on conflict (endpoint, svix_id) do nothing
      returning id
    ),
    new_messages as (
      insert into bellhop.messages (id, channel, slug, kind, instance_id, user_id, dedupe_key,
        recipient, example, status, reason, priority, occurred_at, created_at, expires_at, due_at,
        content, finished_at)
      select m_id, channel, slug, kind, "instanceId", "userId", "dedupeKey", recipient, example,
        status, m_reason, priority, "occurredAt", "createdAt", "expiresAt", "createdAt", content,
        case when status <> 'queued' then "createdAt" end
      from input
      where m_id is not null and id in (select id from new_events)
      on conflict (dedupe_key) do nothing
      returning id
    )
    select position,
      id in (select id from new_events) as new_event,
      m_id is null or m_id in (select id from new_messages) as new_message
    from input`.execute(tx)

  const results: Stored[] = acceptances.map(() => ({ kind: 'new' }))
  for (const row of stored) {
    const acceptance = acceptances[row.position]
    if (!acceptance || (row.new_event && row.new_message)) continue
    const messageId = row.new_event
      ? await markDuplicate(tx, acceptance)
      : await messageOf(tx, acceptance)
    results[row.position] = { kind: 'duplicate', messageId }
  }
  return results
}

async function markDuplicate(tx: Db, { event, message }: Acceptance): Promise<string | null> {
  const original = await tx
    .selectFrom('messages')
    .select('id')
    .where('dedupe_key', '=', message?.dedupeKey ?? '')
    .executeTakeFirst()
  await tx
    .updateTable('events')
    .set({ outcome: 'duplicate', message_id: original?.id ?? null })
    .where('id', '=', event.id)
    .execute()
  return original?.id ?? null
}

async function messageOf(tx: Db, { event }: Acceptance): Promise<string | null> {
  const row = await tx
    .selectFrom('events')
    .select('message_id')
    .where('endpoint', '=', event.endpoint)
    .where('svix_id', '=', event.svixId)
    .executeTakeFirst()
  return row?.message_id ?? null
}
