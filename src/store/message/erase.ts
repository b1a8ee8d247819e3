import { sql } from 'kysely'
import type { Db } from '../engine/database.ts'

export interface Erased {
  readonly users: number
  readonly messages: number
  /** Theirs, as far as they were known: for what is kept elsewhere. */
  readonly addresses: readonly string[]
}

/**
 * Takes everything personal about users or recipients out of the database. What waits to be sent is
 * not sent any more; what is being sent right now loses its content here and its request body when
 * the request ends. Rows stay as numbers without a person: ids, kinds, times, outcomes.
 */
export async function erase(
  tx: Db,
  whom: { readonly userIds: readonly string[]; readonly recipients: readonly string[] },
  now: Date,
): Promise<Erased> {
  const users = await tx
    .deleteFrom('users')
    .where((eb) =>
      eb.or([
        sql<boolean>`id = any(${whom.userIds}::text[])`,
        sql<boolean>`lower(email_address) = any(${whom.recipients.map((one) => one.toLowerCase())}::text[])`,
        sql<boolean>`phone_number = any(${whom.recipients}::text[])`,
      ]),
    )
    .returning(['email_address', 'phone_number'])
    .execute()
  const { rows: own } = await sql<{ recipient: string }>`
    select distinct recipient from bellhop.messages
    where user_id = any(${whom.userIds}::text[]) and recipient is not null`.execute(tx)
  const addresses = [
    ...whom.recipients,
    ...users.flatMap((user) => [user.email_address, user.phone_number]),
    ...own.map(({ recipient }) => recipient),
  ].filter((address) => address !== null)
  // However somebody else has spelled it.
  const spelled = addresses.map((address) => address.toLowerCase())

  const { rows: messages } = await sql<{ id: string; recipient: string | null }>`
    with theirs as (
      select id, recipient from bellhop.messages
      where user_id = any(${whom.userIds}::text[]) or lower(recipient) = any(${spelled}::text[])
      for update
    )
    update bellhop.messages m set
      recipient = null,
      content = null,
      status = case when m.status = 'queued' then 'skipped' else m.status end,
      reason = case when m.status = 'queued' then 'erased' else m.reason end,
      finished_at = case when m.status = 'queued' then ${now}::timestamptz else m.finished_at end
    from theirs
    where m.id = theirs.id
    returning m.id, theirs.recipient`.execute(tx)
  const ids = messages.map(({ id }) => id)
  await sql`
    delete from bellhop.captured_messages
    where message_id = any(${ids}::uuid[]) or lower(recipient) = any(${spelled}::text[])`.execute(
    tx,
  )
  const known = new Set([...addresses, ...messages.flatMap(({ recipient }) => recipient ?? [])])
  await sql`
    delete from bellhop.suppressions
    where address = any(${[...known].map((address) => address.toLowerCase())}::text[])`.execute(tx)
  return { users: users.length, messages: messages.length, addresses: [...known] }
}
