import type { Message, MessagesPage } from './ledger-line.ts'

/** Reads the page of the newest messages, or the one after a cursor. */
export type ReadPage = (cursor: string | null) => Promise<MessagesPage>

export interface FollowOptions {
  /** How many of the messages that are there already to begin with. */
  readonly lines: number
  /**
   * Whether only one status is asked for. A message that gets it later than newer messages is then among
   * the older ones.
   */
  readonly byStatus: boolean
}

const MOST_AT_ONCE = 10_000
const MOST_REMEMBERED = 20_000

/**
 * Follows the ledger: each call resolves with the messages, oldest first, that are new or have another status
 * than at the last call. It compares the newest page, and the pages before it as far as they are new.
 */
export function followLedger(readPage: ReadPage, { lines, byStatus }: FollowOptions) {
  let known: Map<unknown, unknown> | null = null
  let newest = ''
  // Older messages come up when newer ones are erased, and are not new.
  let oldest = ''

  return async function next(): Promise<Message[]> {
    const found: Message[] = []
    let cursor: string | null = null
    do {
      const page: MessagesPage = await readPage(cursor)
      found.push(...page.messages)
      cursor = page.nextCursor
    } while (cursor && known && idOf(found.at(-1)) > newest && found.length < MOST_AT_ONCE)

    const before = known
    const changed = before
      ? found.filter((message) =>
          before.has(message.id)
            ? before.get(message.id) !== message.status
            : byStatus || idOf(message) > oldest,
        )
      : found.slice(0, lines)
    if (!before) oldest = idOf(found.at(-1))
    if (idOf(found[0]) > newest) newest = idOf(found[0])
    known = remembered(before ?? new Map(), found)
    return changed.toReversed()
  }
}

/** Ids grow with time. */
function idOf(message: Message | undefined): string {
  return String(message?.id ?? '')
}

function remembered(before: ReadonlyMap<unknown, unknown>, found: readonly Message[]) {
  const all = new Map(before)
  for (const { id, status } of found) {
    // The newest mention is the last to be forgotten.
    all.delete(id)
    all.set(id, status)
  }
  return new Map([...all].slice(-MOST_REMEMBERED))
}
