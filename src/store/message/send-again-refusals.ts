import { sql } from 'kysely'
import {
  type Channel,
  HELD_BACK,
  MAY_BE_SENT_AGAIN,
  NEVER_SENT,
  NOT_DELIVERED,
} from '../../domain/message.ts'
import type { SendAgainRefusal } from '../../domain/send-again.ts'
import type { Db } from '../engine/database.ts'
import { anyOf } from './rules.ts'

/** A message that a person wants to send again. */
export interface Candidate {
  readonly id: string
  /** The reason not to send it again; null if there is none. */
  readonly refusal: SendAgainRefusal | null
}

export interface RefusalOptions {
  readonly now: Date
  /** How the encrypted contents begin that can be decrypted. */
  readonly readablePrefixes: readonly string[]
}

export interface FailedSince {
  readonly since: Date
  readonly slug?: string | undefined
  readonly channel?: Channel | undefined
  readonly instanceId?: string | undefined
}

/** The reasons not to send these messages again. A message that does not exist is left out. */
export async function findRefusals(
  db: Db,
  ids: readonly string[],
  options: RefusalOptions,
): Promise<Candidate[]> {
  const targets = sql`
    select m.*, m as message from bellhop.messages m where id = any(${ids}::uuid[])`
  const select = sql`select id, refusal from candidates`
  const { rows } = await candidates(targets, options, select).execute(db)
  return rows as unknown as Candidate[]
}

export interface Chosen {
  /** The messages that may be sent again, codes first, at most as many as asked for. */
  readonly ids: readonly string[]
  /** How many more may be sent again. */
  readonly left: number
  /** How many may not, by reason. */
  readonly refused: Readonly<Partial<Record<SendAgainRefusal, number>>>
}

/**
 * The messages that failed since then. Those with the status `unknown` are left out: they may have
 * arrived, so a person decides for each of them whether to risk a second one.
 */
export async function chooseFailed(
  db: Db,
  { since, slug, channel, instanceId }: FailedSince,
  options: RefusalOptions,
  most: number,
): Promise<Chosen> {
  const targets = sql`
    select m.*, m as message from bellhop.messages m
    where status = 'failed' and finished_at >= ${since}
      and (${slug ?? null}::text is null or slug = ${slug ?? null})
      and (${channel ?? null}::text is null or channel = ${channel ?? null})
      and (${instanceId ?? null}::text is null or instance_id = ${instanceId ?? null})`
  const choose = sql`
    , ranked as (
      select id, refusal, row_number() over (
        partition by refusal order by priority desc, occurred_at, id
      ) as place
      from candidates
    )
    select refusal, count(*)::int as count,
      array_agg(id order by place) filter (where refusal is null and place <= ${most}) as ids
    from ranked group by refusal`
  const { rows } = await candidates(targets, options, choose).execute(db)
  const groups = rows as unknown as {
    refusal: SendAgainRefusal | null
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

/**
 * The statement `rest`, which reads `candidates (id, refusal, priority, occurred_at)`: one row for each of
 * the targets. If there are several reasons, the one that helps its reader most comes first. The laterals
 * keep the planner from reading the whole ledger because of a few copies.
 */
function candidates(
  targets: ReturnType<typeof sql>,
  { now, readablePrefixes }: RefusalOptions,
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
    copies_and_original as (
      select target, id from up
      union
      select f.target, m.id from copies_and_original f
      cross join lateral (select id from bellhop.messages where resend_of = f.id offset 0) m
    ),
    taken as (
      select f.target from copies_and_original f
      cross join lateral (select id, status from bellhop.messages where id = f.id offset 0) m
      where m.id <> f.target and (
        m.status not in ${anyOf([...NEVER_SENT, ...NOT_DELIVERED])}
        or m.status = 'failed' and m.id > f.target and m.id in (select id from targets)
      )
    ),
    candidates as (
      select t.id, t.priority, t.occurred_at, case
        when t.status not in ${anyOf(MAY_BE_SENT_AGAIN)}
          and (t.status <> 'skipped' or t.reason not in ${anyOf(HELD_BACK)}) then 'status'
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
          select from unnest(${readablePrefixes}::text[]) as prefix
          where starts_with(t.content::json->>'sealed', prefix)
        ) then 'no_key'
      end as refusal
      from targets t
    )
    ${rest}`
}
