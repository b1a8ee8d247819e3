import { sql } from 'kysely'
import { type Channel, MAY_BE_SENT_AGAIN, NEVER_SENT, NOT_DELIVERED } from '../../domain/message.ts'
import type { MessageRef } from '../../domain/message-ref.ts'
import type { ResendRefusal } from '../../domain/send-again.ts'
import { withColumnNames } from '../engine/column-names.ts'
import type { Db } from '../engine/database.ts'
import { UNTOUCHED } from './new-message.ts'
import type { OpenMessage } from './open-message.ts'
import { anyOf } from './rules.ts'

/** A message that somebody wants sent again, and what speaks against it. */
export interface Judged {
  readonly id: string
  /** Null: nothing. */
  readonly refusal: ResendRefusal | null
}

/** What a message is judged by. */
export interface Judging {
  readonly now: Date
  /** How sealed contents begin that can be opened. */
  readonly opens: readonly string[]
}

export interface FailedSince {
  readonly since: Date
  readonly slug?: string | undefined
  readonly channel?: Channel | undefined
}

/**
 * For the transaction: PostgreSQL takes the statements below for costly, because it cannot know how few
 * copies there are, and would compile them for a second before it runs them for a millisecond.
 */
export async function spareCompiling(tx: Db): Promise<void> {
  await sql`select set_config('jit', 'off', true)`.execute(tx)
}

/**
 * Holds everybody else off who wants to send one of these again, until the transaction ends. A message
 * and its copies are held by the oldest of them, so that a copy and its original cannot both be
 * repeated.
 */
export async function lockFamilies(tx: Db, ids: readonly string[]): Promise<void> {
  await sql`
    select id from bellhop.messages
    where id in (
      with recursive up as (
        select id, resend_of from bellhop.messages where id = any(${ids}::uuid[])
        union
        select m.id, m.resend_of from bellhop.messages m join up on m.id = up.resend_of
      )
      select id from up
    )
    order by id
    for update`.execute(tx)
}

/** What speaks against sending each of these again. What does not exist is left out. */
export async function judge(db: Db, ids: readonly string[], judging: Judging): Promise<Judged[]> {
  const targets = sql`
    select m.*, m as message from bellhop.messages m where id = any(${ids}::uuid[])`
  const { rows } = await verdicts(targets, judging, sql`select id, refusal from verdicts`).execute(
    db,
  )
  return rows as unknown as Judged[]
}

export interface Chosen {
  /** What may be sent again, codes first, at most as many as asked for. */
  readonly ids: readonly string[]
  /** How many more there are. */
  readonly left: number
  /** How many may not, by what speaks against it. */
  readonly refused: Readonly<Partial<Record<ResendRefusal, number>>>
}

/**
 * What failed since then. `unknown` is left out: those may have arrived, and whether to risk a second
 * one is decided for each by itself.
 */
export async function chooseFailed(
  db: Db,
  { since, slug, channel }: FailedSince,
  judging: Judging,
  most: number,
): Promise<Chosen> {
  const targets = sql`
    select m.*, m as message from bellhop.messages m
    where status = 'failed' and finished_at >= ${since}
      and (${slug ?? null}::text is null or slug = ${slug ?? null})
      and (${channel ?? null}::text is null or channel = ${channel ?? null})`
  const choose = sql`
    , ranked as (
      select id, refusal, row_number() over (
        partition by refusal order by priority desc, occurred_at, id
      ) as place
      from verdicts
    )
    select refusal, count(*)::int as count,
      array_agg(id order by place) filter (where refusal is null and place <= ${most}) as ids
    from ranked group by refusal`
  const { rows } = await verdicts(targets, judging, choose).execute(db)
  const groups = rows as unknown as {
    refusal: ResendRefusal | null
    count: number
    ids: string[] | null
  }[]
  const free = groups.find(({ refusal }) => refusal === null)
  const ids = free?.ids ?? []
  return {
    ids,
    left: (free?.count ?? 0) - ids.length,
    refused: Object.fromEntries(
      groups.flatMap(({ refusal, count }) => (refusal === null ? [] : [[refusal, count]])),
    ),
  }
}

/** A message and the new id of its copy. */
export interface Copy {
  readonly id: string
  readonly copyId: string
}

/** Makes the copies: the same words for the same reader, with the same time left to live. */
export async function storeCopies(
  tx: Db,
  copies: readonly Copy[],
  now: Date,
): Promise<MessageRef[]> {
  const fresh = withColumnNames({
    ...UNTOUCHED,
    status: 'queued',
    reason: null,
    createdAt: now,
    dueAt: now,
    finishedAt: null,
  } satisfies Partial<OpenMessage>)
  const { rows } = await sql<MessageRef>`
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

/**
 * Continues with `verdicts (id, refusal, priority, occurred_at)` of the targets. The order of the
 * cases is the order in which they help whoever reads them. The laterals keep the planner from
 * reading the whole ledger for the sake of a few copies.
 */
function verdicts(
  targets: ReturnType<typeof sql>,
  { now, opens }: Judging,
  rest: ReturnType<typeof sql>,
) {
  return sql`
    with recursive targets as (${targets}),
    up as (
      select id as target, id, resend_of from targets where expires_at > ${now}
      union all
      select up.target, m.id, m.resend_of from up
      cross join lateral (
        select id, resend_of from bellhop.messages where id = up.resend_of offset 0
      ) m
    ),
    family as (
      select target, id from up
      union
      select f.target, m.id from family f
      cross join lateral (select id from bellhop.messages where resend_of = f.id offset 0) m
    ),
    taken as (
      select f.target from family f
      cross join lateral (select id, status from bellhop.messages where id = f.id offset 0) m
      where m.id <> f.target and (
        m.status not in ${anyOf([...NEVER_SENT, ...NOT_DELIVERED])}
        or m.status = 'failed' and m.id > f.target and m.id in (select id from targets)
      )
    ),
    verdicts as (
      select t.id, t.priority, t.occurred_at, case
        when t.status not in ${anyOf(MAY_BE_SENT_AGAIN)} then 'status'
        when t.status = 'unknown' and t.finished_at is null then 'in_doubt'
        when t.expires_at <= ${now} then 'dead'
        when t.id in (select target from taken) then 'resent'
        when t.recipient is null or bellhop.is_user_deleted(t.instance_id, t.user_id) then 'erased'
        when bellhop.is_suppressed(t.channel, t.recipient, t.kind, null, ${now}) then 'suppressed'
        when t.kind in ('code', 'link') and exists (
          select from bellhop.messages n
          where bellhop.is_of_same_kind(n, t.message) and n.occurred_at > t.occurred_at and (
              n.status not in ${anyOf(NEVER_SENT)}
              or n.status = 'failed' and n.id in (select id from targets)
            )
        ) then 'superseded'
        when t.content is null then 'content_gone'
        when t.content::json->'sealed' is not null and not exists (
          select from unnest(${opens}::text[]) as beginning
          where starts_with(t.content::json->>'sealed', beginning)
        ) then 'no_key'
      end as refusal
      from targets t
    )
    ${rest}`
}
