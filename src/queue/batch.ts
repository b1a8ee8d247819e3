import type { MessageRef } from '../domain/message-ref.ts'

/** From this priority on somebody is waiting at the other end: codes and links. */
const URGENT = 30

// A hundred emails take a while to write, to store and to upload, and a code among them would wait
// for all of it. A few may come along, so that a steady stream of codes starves nobody.
const COMPANY = 20

/**
 * The refs that make up the next request, at most `most`: the most urgent first, among equals those
 * at the oldest messages. A request with something urgent in it is kept light. One that must go by
 * itself goes by itself when its turn comes.
 */
export function takeBatch(refs: readonly MessageRef[], most: number): MessageRef[] {
  const ordered = refs.toSorted(inOrder)
  const [first] = ordered
  if (!first) return []
  if (first.solo) return [first]
  const together = ordered.filter(({ solo }) => !solo)
  const urgent = together.filter(({ priority }) => priority >= URGENT).length
  const room = urgent > 0 ? urgent + COMPANY : most
  return together.slice(0, Math.min(most, room))
}

// Ids tell the time: those of messages are UUIDs of version 7.
function inOrder(a: MessageRef, b: MessageRef): number {
  return b.priority - a.priority || (a.id < b.id ? -1 : 1)
}
