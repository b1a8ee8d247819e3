import { sql } from 'kysely'
import type { MessageRef } from '../../domain/message-ref.ts'
import { withColumnNames } from '../engine/column-names.ts'
import type { Db } from '../engine/database.ts'
import { UNTOUCHED } from './new-message.ts'
import type { OpenMessage } from './open-message.ts'

/**
 * Switches off JIT compilation in this transaction. PostgreSQL cannot know how few copies there are: it would
 * compile statements about them for a second and then run them for a millisecond.
 */
export async function disableJit(tx: Db): Promise<void> {
  await sql`select set_config('jit', 'off', true)`.execute(tx)
}

/**
 * Until the transaction ends, no one else can send one of these messages again. A message and its copies
 * are locked by the oldest of them, so that a copy and its original cannot both be sent again.
 */
export async function lockOriginals(tx: Db, ids: readonly string[]): Promise<void> {
  await sql`
    select id from bellhop.messages
    where id in (
      with recursive originals as (
        select id, resend_of from bellhop.messages where id = any(${ids}::uuid[])
        union
        select m.id, m.resend_of from bellhop.messages m join originals o on m.id = o.resend_of
      )
      select id from originals
    )
    order by id
    for update`.execute(tx)
}

/** A message and the new id of its copy. */
export interface Copy {
  readonly id: string
  readonly copyId: string
}

/** Makes the copies: the same content for the same recipient, with the same expiry. */
export async function storeCopies(
  tx: Db,
  copies: readonly Copy[],
  now: Date,
): Promise<MessageRef[]> {
  const fresh = withColumnNames({
    ...UNTOUCHED,
    detail: null,
    status: 'queued',
    reason: null,
    createdAt: now,
    dueAt: now,
    finishedAt: null,
  } satisfies Partial<OpenMessage>)
  const { rows } = await sql<MessageRef>`
    with held_back as ( -- The original must not be released as well.
      update bellhop.messages set due_at = expires_at
      where id = any(${copies.map(({ id }) => id)}::uuid[]) and status = 'skipped'
    )
    insert into bellhop.messages
    select copy.*
    from jsonb_to_recordset(${JSON.stringify(copies)}::text::jsonb) as c(id uuid, "copyId" uuid)
    join bellhop.messages m on m.id = c.id,
    lateral jsonb_populate_record(m, ${JSON.stringify(fresh)}::text::jsonb || jsonb_build_object(
      'id', c."copyId", 'resend_of', m.id, 'dedupe_key', m.dedupe_key || ':resend:' || c."copyId"
    )) copy
    returning id, channel, priority, solo`.execute(tx)
  return rows
}
