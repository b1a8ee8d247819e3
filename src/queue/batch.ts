import type { Job } from './delivery-queue.ts'

/**
 * The jobs that make up the next request: the most urgent first, among equals in the order given, up
 * to `most`. One that must go by itself goes by itself when its turn comes.
 */
export function takeBatch(jobs: readonly Job[], most: number): Job[] {
  const ordered = jobs.toSorted((a, b) => b.priority - a.priority)
  const [first] = ordered
  if (!first) return []
  if (first.data.solo) return [first]
  return ordered.filter(({ data }) => !data.solo).slice(0, most)
}
