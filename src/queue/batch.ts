import type { Job } from './delivery-queue.ts'

/** From this priority on somebody is waiting at the other end: codes and links. */
const URGENT = 30

// A hundred emails take a while to write, to store and to upload, and a code among them would wait
// for all of it. A few may come along, so that a steady stream of codes starves nobody.
const COMPANY = 20

/**
 * The jobs that make up the next request: the most urgent first, among equals in the order given, up
 * to `most`. A request with something urgent in it is kept light. One that must go by itself goes by
 * itself when its turn comes.
 */
export function takeBatch(jobs: readonly Job[], most: number): Job[] {
  const ordered = jobs.toSorted((a, b) => b.priority - a.priority)
  const [first] = ordered
  if (!first) return []
  if (first.data.solo) return [first]
  const together = ordered.filter(({ data }) => !data.solo)
  const urgent = together.filter(({ priority }) => priority >= URGENT).length
  const room = urgent > 0 ? urgent + COMPANY : most
  return together.slice(0, Math.min(most, room))
}
