import { domainToUnicode } from 'node:url'
import { sql } from 'kysely'
import { parseRecipient } from '../../domain/recipient.ts'
import type { Db } from '../engine/database.ts'

export interface Erased {
  readonly users: number
  readonly messages: number
  /** The addresses and numbers that were known, so that they can be removed elsewhere, too. */
  readonly addresses: readonly string[]
}

/** The people to erase. */
export interface Whom {
  readonly userIds: readonly string[]
  readonly recipients: readonly string[]
  /** Only rows of this instance, because its events say nothing about users of others. Null: all rows. */
  readonly instanceId: string | null
}

/**
 * Removes everything personal about users or recipients from the database. Queued messages are skipped. A
 * message that is being sent right now loses its content here, and its request body when the request
 * ends. Rows stay without a person: ids, kinds, times, outcomes.
 */
export async function erase(tx: Db, whom: Whom, now: Date): Promise<Erased> {
  const { userIds, recipients, instanceId } = whom
  const isOfInstance = sql<boolean>`instance_id = coalesce(${instanceId}::text, instance_id)`
  const users = await tx
    .deleteFrom('users')
    .where(isOfInstance)
    .where((eb) =>
      eb.or([
        sql<boolean>`id = any(${userIds}::text[])`,
        sql<boolean>`lower(email_address) = any(${inLowerCase(recipients.flatMap(spellingsOf))})`,
        sql<boolean>`phone_number = any(${recipients}::text[])`,
      ]),
    )
    .returning(['emailAddress', 'phoneNumber'])
    .execute()
  const { rows: own } = await sql<{ recipient: string }>`
    select distinct recipient from bellhop.messages
    where user_id = any(${userIds}::text[]) and ${isOfInstance}
      and recipient is not null`.execute(tx)
  const addresses = [
    ...recipients,
    ...users.flatMap((user) => [user.emailAddress, user.phoneNumber]),
    ...own.map(({ recipient }) => recipient),
  ].flatMap((address) => (address === null ? [] : spellingsOf(address)))
  const spelled = inLowerCase(addresses)

  const { rows: messages } = await sql<{ id: string; recipient: string | null }>`
    with theirs as (
      select id, recipient from bellhop.messages
      where (user_id = any(${userIds}::text[]) or lower(recipient) = any(${spelled}))
        and ${isOfInstance}
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
  const isOfAnother = (messageId: string) => sql`exists (
    select from bellhop.messages m where m.id = ${sql.ref(messageId)} and m.instance_id <> ${instanceId}::text
  )`
  await sql`
    delete from bellhop.captured_messages c
    where c.message_id = any(${ids}::uuid[])
      or lower(c.recipient) = any(${spelled}) and not ${isOfAnother('c.messageId')}`.execute(tx)
  const known = new Set([...addresses, ...messages.flatMap(({ recipient }) => recipient ?? [])])
  await sql`
    delete from bellhop.suppressions s
    where s.address = any(${inLowerCase([...known])})
      and not ${isOfAnother('s.messageId')}`.execute(tx)
  return { users: users.length, messages: messages.length, addresses: [...known] }
}

// Compared with `lower()` of a column, so computed by the same function: in some databases it changes only
// ASCII letters, while JavaScript changes all.
function inLowerCase(addresses: readonly string[]) {
  return sql`array(select lower(a) from unnest(${addresses}::text[]) as a)`
}

// Recipients are stored in the form of `parseRecipient`, but earlier versions kept the spelling of the domain.
function spellingsOf(address: string): string[] {
  const parsed = parseRecipient('email', address)
  if (!parsed) return [address]
  const at = parsed.lastIndexOf('@') + 1
  return [...new Set([address, parsed, parsed.slice(0, at) + domainToUnicode(parsed.slice(at))])]
}
