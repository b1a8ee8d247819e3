import { sql } from 'kysely'
import type { Channel } from '../../domain/message.ts'
import type { Db } from '../engine/database.ts'
import { ID_SLACK_MS, idFloor } from '../engine/first-uuid-at.ts'
import { READ_AT_MOST } from './backlog.ts'
import { ofInstance } from './of-instance.ts'

/** How many messages of a slug Bellhop has recorded, whatever their status. */
export interface SlugCount {
  readonly channel: Channel
  readonly slug: string
  readonly events: number
}

export interface SlugCounts {
  readonly slugs: readonly SlugCount[]
  /** False if there are more messages than are counted. Then only the newest are. */
  readonly complete: boolean
}

/** Counts the messages since then by slug, of one Clerk instance or of all. */
export async function countSlugs(
  db: Db,
  {
    since,
    instanceId,
    most = READ_AT_MOST,
  }: {
    readonly since: Date
    readonly instanceId?: string | undefined
    /** The largest number of messages to count. */
    readonly most?: number
  },
): Promise<SlugCounts> {
  const { rows } = await sql<SlugCount>`
    select channel, slug, count(*)::int as events from (
      select channel, slug from bellhop.messages
      where id >= ${idFloor(since, -ID_SLACK_MS)}::uuid and created_at >= ${since}
        and slug is not null ${ofInstance(instanceId)}
      order by id desc limit ${most}
    ) m
    group by 1, 2 order by 1, 2`.execute(db)
  const total = rows.reduce((sum, { events }) => sum + events, 0)
  return { slugs: rows, complete: total < most }
}
