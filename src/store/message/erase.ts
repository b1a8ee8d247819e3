import { domainToUnicode } from 'node:url'
import { sql } from 'kysely'
import { parseRecipient } from '../../domain/recipient.ts'
import type { Db } from '../engine/database.ts'
import type { UserTable } from '../engine/schema.ts'
import { forgetRecipients } from './recipients.ts'

export interface Erased {
  readonly users: number
  readonly messages: number
  readonly captured: number
  readonly suppressions: number
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
  const users = await tx
    .deleteFrom('users')
    .where(isTheirUser(whom))
    .returning(['emailAddress', 'phoneNumber'])
    .execute()
  const addresses = await addressesOf(tx, whom, users)

  const { rows: messages } = await sql<{ id: string; recipient: string | null }>`
    with theirs as (
      select id, recipient from bellhop.messages where ${isTheirMessage(whom, addresses)} for update
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
  const known = knownWith(addresses, messages)
  const captured = await sql`
    delete from bellhop.captured_messages c
    where ${isTheirCapture(whom, ids, addresses)} returning c.message_id`.execute(tx)
  const suppressions = await sql`
    delete from bellhop.suppressions s
    where ${isTheirSuppression(whom, known)} returning s.id`.execute(tx)
  await forgetRecipients(tx, known)
  return {
    users: users.length,
    messages: messages.length,
    captured: captured.rows.length,
    suppressions: suppressions.rows.length,
    addresses: known,
  }
}

/** The condition for a row of `users`. */
export function isTheirUser(whom: Whom) {
  const { userIds, recipients } = whom
  return sql<boolean>`${isOfInstance(whom)} and (id = any(${userIds}::text[])
    or lower(email_address) = any(${inLowerCase(recipients.flatMap(spellingsOf))})
    or phone_number = any(${recipients}::text[]))`
}

/** All addresses and numbers that are known of them, in every spelling. */
export async function addressesOf(
  tx: Db,
  whom: Whom,
  users: readonly Pick<UserTable, 'emailAddress' | 'phoneNumber'>[],
): Promise<string[]> {
  const { rows: own } = await sql<{ recipient: string }>`
    select distinct recipient from bellhop.messages
    where user_id = any(${whom.userIds}::text[]) and ${isOfInstance(whom)}
      and recipient is not null`.execute(tx)
  return [
    ...whom.recipients,
    ...users.flatMap((user) => [user.emailAddress, user.phoneNumber]),
    ...own.map(({ recipient }) => recipient),
  ].flatMap((address) => (address === null ? [] : spellingsOf(address)))
}

/** The addresses, with those of the messages. */
export function knownWith(
  addresses: readonly string[],
  messages: readonly { readonly recipient: string | null }[],
): string[] {
  return [...new Set([...addresses, ...messages.flatMap(({ recipient }) => recipient ?? [])])]
}

/** The condition for a row of `messages`. */
export function isTheirMessage(whom: Whom, addresses: readonly string[]) {
  return sql<boolean>`(user_id = any(${whom.userIds}::text[])
    or lower(recipient) = any(${inLowerCase(addresses)})) and ${isOfInstance(whom)}`
}

/** The condition for a row `c` of `captured_messages`. `ids` are those of their messages. */
export function isTheirCapture(whom: Whom, ids: readonly string[], addresses: readonly string[]) {
  return sql<boolean>`(c.message_id = any(${ids}::uuid[])
    or lower(c.recipient) = any(${inLowerCase(addresses)}) and not ${isOfAnother(whom, 'c.messageId')})`
}

/** The condition for a row `s` of `suppressions`. */
export function isTheirSuppression(whom: Whom, known: readonly string[]) {
  return sql<boolean>`s.address = any(${inLowerCase(known)}) and not ${isOfAnother(whom, 's.messageId')}`
}

function isOfInstance({ instanceId }: Whom) {
  return sql<boolean>`instance_id = coalesce(${instanceId}::text, instance_id)`
}

function isOfAnother({ instanceId }: Whom, messageId: string) {
  return sql`exists (
    select from bellhop.messages m where m.id = ${sql.ref(messageId)} and m.instance_id <> ${instanceId}::text
  )`
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
