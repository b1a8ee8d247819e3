import { sql } from 'kysely'
import type { MessageRef } from '../../domain/message-ref.ts'
import { isTestRecipient, parseRecipient } from '../../domain/recipient.ts'
import type { Db } from '../engine/database.ts'
import type { UserKey } from '../users.ts'

/** Why a welcome waits: its address is not verified yet. */
export const UNVERIFIED = 'unverified'

/**
 * Makes the welcomes of these users due whose addresses are verified now. A welcome to a test address is
 * skipped.
 */
export async function releaseWelcomes(
  tx: Db,
  users: readonly UserKey[],
  now: Date,
): Promise<MessageRef[]> {
  const keys = users.map(({ id, instanceId }) => ({ id, instanceId }))
  const { rows } = await sql<{ id: string; address: string | null }>`
    select m.id, u.email_address as address
    from jsonb_to_recordset(${JSON.stringify(keys)}::text::jsonb) as k(id text, "instanceId" text)
    join bellhop.users u on u.id = k.id and u.instance_id = k."instanceId"
    -- A plain comparison of instances could be answered by their index, which has thousands of messages.
    join bellhop.messages m on m.user_id = u.id and m.instance_id || '' = u.instance_id
    where m.kind = 'welcome' and m.status = 'queued'
      and m.reason = ${UNVERIFIED} and u.email_verified`.execute(tx)
  const verified = rows.flatMap(({ id, address }) => {
    const recipient = parseRecipient('email', address)
    return recipient ? { id, recipient, isTest: isTestRecipient('email', recipient) } : []
  })
  if (verified.length === 0) return []
  const { rows: moved } = await sql<MessageRef & { isTest: boolean }>`
    update bellhop.messages m set
      recipient = v.recipient,
      status = case when v."isTest" then 'skipped' else m.status end,
      reason = case when v."isTest" then 'test_recipient' end,
      content = case when not v."isTest" then m.content end,
      finished_at = case when v."isTest" then ${now}::timestamptz end,
      due_at = ${now}
    from jsonb_to_recordset(${JSON.stringify(verified)}::text::jsonb)
      as v(id uuid, recipient text, "isTest" boolean)
    where m.id = v.id and m.status = 'queued'
    returning m.id, m.channel, m.priority, v."isTest"`.execute(tx)
  return moved.flatMap(({ isTest, ...released }) => (isTest ? [] : released))
}

/** Makes these welcomes due at the pace of all instances. Those that are due later have a `startAfter`. */
export async function paceWelcomes(
  tx: Db,
  welcomes: readonly MessageRef[],
  perMinute: number,
  now: Date,
): Promise<MessageRef[]> {
  if (welcomes.length === 0) return []
  const { rows } = await sql<{ id: string; dueAt: Date }>`
    select id, due_at as "dueAt"
    from bellhop.pace_welcomes(${welcomes.map(({ id }) => id)}::uuid[], ${perMinute}, ${now})`.execute(
    tx,
  )
  const dueAt = new Map(rows.map((row) => [row.id, row.dueAt]))
  return welcomes.map((ref) => {
    const due = dueAt.get(ref.id)
    return due && due > now ? { ...ref, startAfter: due } : ref
  })
}

/** Skips the queued welcomes, because they were switched off. Examples stay: a person asked for them. */
export async function skipWelcomes(db: Db, now: Date): Promise<void> {
  await db
    .updateTable('messages')
    .set({ status: 'skipped', reason: 'disabled', content: null, finishedAt: now })
    .where('status', '=', 'queued')
    .where('kind', '=', 'welcome')
    .where('example', '=', false)
    .execute()
}
