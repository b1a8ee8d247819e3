import { writeAudit } from '../store/audit.ts'
import type { Db } from '../store/engine/database.ts'
import { type Erased, erase, type Whom } from '../store/message/erase.ts'
import type { LocaleHints } from './locale-hints.ts'

/** The person to erase: a Clerk user, or any address or number (`parseRecipient`). */
export type Person = { readonly userId: string } | { readonly recipient: string }

export type ErasePerson = (person: Person, actor: string) => Promise<Erased>

/** Removes a person from the database. The audit records that it was done, not the person. */
export function createErasePerson(deps: {
  readonly db: Db
  readonly hints: Pick<LocaleHints, 'forget'> | null
  readonly now: () => Date
  readonly newId: () => string
}): ErasePerson {
  const { db, hints, now, newId } = deps
  return async (person, actor) => {
    return db.transaction().execute(async (tx) => {
      const result = await erase(tx, whomOf(person), now())
      await hints?.forget(result.addresses, tx)
      await writeAudit(tx, {
        id: newId(),
        at: now(),
        actor,
        action: 'erase',
        messageId: null,
        detail: `${counted(result.users, 'user')}, ${counted(result.messages, 'message')}`,
      })
      return result
    })
  }
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** All rows of a person, of all Clerk instances. */
export function whomOf(person: Person): Whom {
  return 'userId' in person
    ? { userIds: [person.userId], recipients: [], instanceId: null }
    : { userIds: [], recipients: [person.recipient], instanceId: null }
}
