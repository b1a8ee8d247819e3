import type { MessageRef } from '../domain/message-ref.ts'
import { URGENT_PRIORITY } from '../domain/priority.ts'

// A hundred emails take a while to write, to store and to upload, and a code among them would wait
// for all of that. A few may join a code, so that a steady stream of codes does not block the others.
const MOST_BESIDE_URGENT = 20

/**
 * The messages of the next request, at most `most`: the most urgent first, and the oldest first among
 * equals. A request with an urgent message stays small. A message that must be sent alone is sent
 * alone when it comes first.
 */
export function takeBatch(refs: readonly MessageRef[], most: number): MessageRef[] {
  const ordered = refs.toSorted(inOrder)
  const [first] = ordered
  if (!first) return []
  if (first.solo) return [first]
  const together = ordered.filter(({ solo }) => !solo)
  const urgent = together.filter(({ priority }) => priority >= URGENT_PRIORITY).length
  const room = urgent > 0 ? urgent + MOST_BESIDE_URGENT : most
  return together.slice(0, Math.min(most, room))
}

/** The most urgent first, and the oldest first among equals: ids are UUIDs of version 7, which grow with time. */
export function inOrder(a: MessageRef, b: MessageRef): number {
  return b.priority - a.priority || (a.id < b.id ? -1 : 1)
}
