import { sql } from 'kysely'
import type { Db } from './engine/database.ts'

/** A user at Clerk. Two instances may have the same id. */
export interface UserKey {
  readonly id: string
  readonly instanceId: string
}

/** The fields of a user that are stored, to write to them in their language. */
export interface UserProfile extends UserKey {
  readonly locale: string | null
  readonly firstName: string | null
  readonly emailAddress: string | null
  readonly emailVerified: boolean
  readonly phoneNumber: string | null
  /** The time of the latest event about the user, not of its webhook. */
  readonly updatedAt: Date
}

/** Stores the newest state of each user. Older events change nothing, and deleted users stay deleted. */
export async function saveUsers(tx: Db, users: readonly UserProfile[]): Promise<void> {
  const newest = new Map<string, UserProfile>()
  for (const user of users) {
    const key = JSON.stringify([user.instanceId, user.id])
    const known = newest.get(key)
    if (!known || known.updatedAt <= user.updatedAt) newest.set(key, user)
  }
  await sql`
    insert into bellhop.users as u
      (id, instance_id, locale, first_name, email_address, email_verified, phone_number, updated_at)
    select i.id, i."instanceId", i.locale, i."firstName", i."emailAddress", i."emailVerified",
      i."phoneNumber", i."updatedAt"
    from jsonb_to_recordset(${JSON.stringify([...newest.values()])}::text::jsonb) as i(id text,
      "instanceId" text, locale text, "firstName" text, "emailAddress" text, "emailVerified" boolean, "phoneNumber" text,
      "updatedAt" timestamptz)
    where not bellhop.is_user_deleted(i."instanceId", i.id)
    order by i.id, i."instanceId"
    on conflict (id, instance_id) do update set
      locale = excluded.locale,
      first_name = excluded.first_name, email_address = excluded.email_address,
      email_verified = excluded.email_verified, phone_number = excluded.phone_number,
      updated_at = excluded.updated_at
    where excluded.updated_at >= u.updated_at`.execute(tx)
}
