import { sql } from 'kysely'
import type { Channel } from '../../domain/message.ts'
import type { Db } from '../engine/database.ts'
import { ID_SLACK_MS, idFloor } from '../engine/first-uuid-at.ts'
import { ofInstance } from './of-instance.ts'

const DAY_MS = 24 * 3_600_000

export interface Lane {
  readonly channel: Channel
  readonly priority: number
  readonly count: number
  /** When the oldest of them was accepted, or when a limit let it go. */
  readonly oldest: Date
}

/** The waiting messages by channel and priority, the most urgent first. */
export async function readLanes(db: Db, instanceId?: string | undefined): Promise<Lane[]> {
  const { rows } = await sql<Lane>`
    select channel, priority::int as priority, count(*)::int as count, min(coalesce(released_at, created_at)) as oldest
    from bellhop.messages where status = 'queued' ${ofInstance(instanceId)}
    group by 1, 2 order by 2 desc, 1`.execute(db)
  return rows
}

export interface UnknownSlug {
  readonly channel: Channel
  readonly slug: string | null
  readonly count: number
  readonly latest: Date
}

/** Slugs without a template, sent with Clerk's own text in the last seven days. */
export async function listUnknownSlugs(
  db: Db,
  now: Date,
  instanceId?: string | undefined,
): Promise<UnknownSlug[]> {
  const since = new Date(now.getTime() - 7 * DAY_MS)
  const { rows } = await sql<UnknownSlug>`
    select channel, slug, count(*)::int as count, max(created_at) as latest
    from bellhop.messages
    where fallback = 'unknown_slug' and id >= ${idFloor(since, -ID_SLACK_MS)}::uuid
      and created_at >= ${since} ${ofInstance(instanceId)}
    group by 1, 2 order by 3 desc, 2 limit 20`.execute(db)
  return rows
}

export interface IgnoredType {
  readonly type: string
  readonly count: number
  readonly latest: Date
}

/** Unknown event types that Clerk has left to us to deliver, in the last seven days. */
export async function listIgnoredTypes(
  db: Db,
  now: Date,
  instanceId?: string | undefined,
): Promise<IgnoredType[]> {
  const since = new Date(now.getTime() - 7 * DAY_MS)
  const { rows } = await sql<IgnoredType>`
    select type, count(*)::int as count, max(received_at) as latest
    from bellhop.events
    where outcome = 'ignored' and id >= ${idFloor(since, -ID_SLACK_MS)}::uuid
      and received_at >= ${since} ${ofInstance(instanceId)}
    group by 1 order by 2 desc, 1 limit 20`.execute(db)
  return rows
}
