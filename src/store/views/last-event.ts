import { sql } from 'kysely'
import { CONTACT_DAYS, OWN_SVIX_IDS } from '../../domain/clerk-contact.ts'
import type { Db } from '../engine/database.ts'
import { ID_SLACK_MS, idFloor } from '../engine/first-uuid-at.ts'

const DAY_MS = 86_400_000

/**
 * When the newest event of Clerk in the last days was stored, of one instance or of all. The examples of Clerk's
 * Dashboard count for every instance, because theirs is made up. Events of the command line do not count.
 */
export async function lastClerkEvent(
  db: Db,
  now: Date,
  instanceId?: string | undefined,
): Promise<Date | null> {
  const since = new Date(now.getTime() - CONTACT_DAYS * DAY_MS)
  const ofInstance = instanceId
    ? sql`and (e.instance_id = ${instanceId}
        or exists (select from bellhop.messages m where m.id = e.message_id and m.example))`
    : sql``
  const { rows } = await sql<{ at: Date }>`
    select e.received_at as at from bellhop.events e
    where e.id >= ${idFloor(since, -ID_SLACK_MS)}::uuid and e.received_at >= ${since}
      and e.endpoint = 'clerk' and e.svix_id not like ${OWN_SVIX_IDS} ${ofInstance}
    order by e.id desc limit 1`.execute(db)
  return rows[0]?.at ?? null
}
