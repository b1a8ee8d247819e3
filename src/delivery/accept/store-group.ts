import { type ContentCipher, encryptJson } from '../../domain/content-cipher.ts'
import type { HandOver } from '../../domain/hand-over.ts'
import type { MessageRef } from '../../domain/message-ref.ts'
import type { Db } from '../../store/engine/database.ts'
import { type Acceptance, type Stored, storeAcceptances } from '../../store/message/accept.ts'
import { erase } from '../../store/message/erase.ts'
import { NEW_MESSAGE } from '../../store/message/new-message.ts'
import type { OpenMessage } from '../../store/message/open-message.ts'
import { paceWelcomes, releaseWelcomes } from '../../store/message/welcomes.ts'
import { saveUsers } from '../../store/users.ts'
import type { Enqueue } from '../enqueue.ts'
import type { FreshMessages } from '../fresh-messages.ts'
import type { LocaleHints } from '../locale-hints.ts'

export interface StoreContext {
  readonly db: Db
  readonly enqueue: Enqueue
  readonly handOver: HandOver
  readonly fresh: Pick<FreshMessages, 'add'>
  readonly cipher: ContentCipher
  /** The language hints from the app: those of a deleted user are deleted, too. */
  readonly hints?: Pick<LocaleHints, 'forget'> | null
  /** How many welcomes all instances send in a minute; without it, as many as they can. */
  readonly welcomesPerMinute?: number | null
  readonly now: () => Date
}

/**
 * Stores the acceptances and what follows from them, all or nothing. New messages go to the workers of this
 * process, or on the queue when these have no room. The results are in the order of the acceptances.
 */
export async function storeGroup(
  context: StoreContext,
  acceptances: readonly Acceptance[],
): Promise<Stored[]> {
  const { db, handOver, fresh } = context
  const room = new Set(handOver.withRoom(acceptances.flatMap(refOf)).map(({ id }) => id))
  const hasRoom = ({ id }: MessageRef) => room.has(id)
  const onlyMessages = acceptances.every(
    (one) => !one.savedUser && !one.deletedUser && refOf(one).every(hasRoom),
  )
  // One statement needs no transaction, which saves two round trips.
  const { stored, later } = onlyMessages
    ? { stored: await storeAcceptances(db, acceptances.map(encrypted(context))), later: NONE }
    : await db.transaction().execute((tx) => storeAll(context, tx, acceptances, hasRoom))
  const isGiven = (ref: MessageRef) => hasRoom(ref) && !later.has(ref.id)
  // The language of a user who was saved with the message is not in the result.
  const saved = new Set(acceptances.map(({ savedUser }) => savedUser?.id))
  fresh.add(
    acceptances
      .flatMap((one, index) => openMessage(one, stored[index]))
      .filter((message) => isGiven(message) && !saved.has(message.userId ?? '')),
  )
  handOver.give(newRefs(acceptances, stored).filter(isGiven))
  return stored
}

const NONE: ReadonlySet<string> = new Set()

async function storeAll(
  context: StoreContext,
  tx: Db,
  acceptances: readonly Acceptance[],
  hasRoom: (ref: MessageRef) => boolean,
): Promise<{ readonly stored: Stored[]; readonly later: ReadonlySet<string> }> {
  const { enqueue, hints, now } = context
  const stored = await storeAcceptances(tx, acceptances.map(encrypted(context)))
  const newEvents = acceptances.filter((_, index) => stored[index]?.kind !== 'duplicate')
  const saved = newEvents.flatMap(({ savedUser }) => savedUser ?? [])
  if (saved.length > 0) await saveUsers(tx, saved)
  const deleted = newEvents.flatMap(({ deletedUser }) => deletedUser ?? [])
  for (const [instanceId, users] of Map.groupBy(deleted, (user) => user.instanceId)) {
    const userIds = users.map(({ id }) => id)
    const { addresses } = await erase(tx, { userIds, recipients: [], instanceId }, now())
    await hints?.forget(addresses, tx)
  }
  // The event that says that the address is verified may have come before the user.
  const released = saved.length > 0 ? await releaseWelcomes(tx, saved, now()) : []
  const refs = await paced(context, tx, acceptances, [...newRefs(acceptances, stored), ...released])
  const jobs = refs.filter((ref) => ref.startAfter || !hasRoom(ref))
  if (jobs.length > 0) await enqueue(jobs, tx)
  return { stored, later: new Set(refs.flatMap(({ id, startAfter }) => (startAfter ? id : []))) }
}

/** The same refs, with the times of welcomes that must wait for their turn. Examples do not wait. */
async function paced(
  { welcomesPerMinute, now }: StoreContext,
  tx: Db,
  acceptances: readonly Acceptance[],
  refs: readonly MessageRef[],
): Promise<MessageRef[]> {
  if (!welcomesPerMinute) return [...refs]
  const others = new Set(
    acceptances.flatMap(({ message }) =>
      message && (message.kind !== 'welcome' || message.example) ? message.id : [],
    ),
  )
  const welcomes = refs.filter(({ id }) => !others.has(id))
  return [
    ...refs.filter(({ id }) => others.has(id)),
    ...(await paceWelcomes(tx, welcomes, welcomesPerMinute, now())),
  ]
}

function encrypted({ cipher }: StoreContext): (acceptance: Acceptance) => Acceptance {
  return (acceptance) => {
    const { message } = acceptance
    if (!message?.content || 'sealed' in message.content) return acceptance
    return { ...acceptance, message: { ...message, content: encryptJson(cipher, message.content) } }
  }
}

function newRefs(acceptances: readonly Acceptance[], stored: readonly Stored[]): MessageRef[] {
  return acceptances.filter((_, index) => stored[index]?.kind === 'new').flatMap(refOf)
}

// Of a message that may be sent now.
function refOf({ message }: Acceptance): MessageRef[] {
  if (message?.status !== 'queued' || message.reason !== null) return []
  const { id, channel, priority } = message
  return [{ id, channel, priority }]
}

/** The message as its row is now. */
function openMessage({ message }: Acceptance, stored: Stored | undefined): OpenMessage[] {
  if (!message || stored?.kind !== 'new') return []
  return [{ ...message, ...NEW_MESSAGE, userLocale: stored.userLocale }]
}
