import type { MessageRef } from '../domain/message-ref.ts'
import { inOrder, takeBatch } from './batch.ts'

/**
 * The messages of one channel that the worker of this process has, and that are not in a request yet.
 * They come from the queue, or were handed over when they were stored. If the process dies, a sweep
 * finds them.
 */
export interface Backlog {
  size(): number
  /**
   * Those of `refs` that the worker can take up soon. The others belong on the queue, where other
   * instances find them. Less urgent messages take no room from more urgent ones.
   */
  withRoom(refs: readonly MessageRef[]): readonly MessageRef[]
  /** False if it is closed. A message that is there already is there once. */
  add(refs: readonly MessageRef[]): boolean
  /** Takes the messages of the next request: none that is less urgent than `leastPriority`. */
  next(most: number, leastPriority?: number): readonly MessageRef[]
  /** Takes the message that is least urgent and came last. */
  last(): readonly MessageRef[]
  /** How many are of this priority or more urgent. */
  countFrom(priority: number): number
  /** The lowest priority in a request of `most` messages; null if they do not fill it. */
  lowestPriority(most: number): number | null
  /** Takes no more messages from now on. Returns those that are left. */
  close(): readonly MessageRef[]
}

/** `room` is the number of messages that the requests of the worker hold at once. */
export function createBacklog(room: number): Backlog {
  const waiting = new Map<string, MessageRef>()
  let closed = false

  function taken(batch: readonly MessageRef[]): readonly MessageRef[] {
    for (const { id } of batch) waiting.delete(id)
    return batch
  }

  return {
    size: () => waiting.size,
    withRoom(refs) {
      if (closed) return []
      const counts = new Map<number, number>()
      for (const { priority } of waiting.values()) increment(counts, priority)
      return refs.filter(({ priority }) => {
        if (countFrom(counts, priority) >= room) return false
        increment(counts, priority)
        return true
      })
    },
    add(refs) {
      if (closed) return false
      for (const ref of refs) waiting.set(ref.id, ref)
      return true
    },
    next(most, leastPriority = 0) {
      const urgent = [...waiting.values()].filter(({ priority }) => priority >= leastPriority)
      return taken(takeBatch(urgent, most))
    },
    last() {
      const ordered = [...waiting.values()].sort(inOrder)
      return taken(ordered.slice(-1))
    },
    countFrom: (least) => [...waiting.values()].filter(({ priority }) => priority >= least).length,
    lowestPriority(most) {
      if (waiting.size < most) return null
      const priorities = [...waiting.values()].map(({ priority }) => priority)
      return priorities.sort((a, b) => b - a)[most - 1] ?? null
    },
    close() {
      closed = true
      return [...waiting.values()]
    },
  }
}

function increment(counts: Map<number, number>, priority: number): void {
  counts.set(priority, (counts.get(priority) ?? 0) + 1)
}

function countFrom(counts: ReadonlyMap<number, number>, priority: number): number {
  let sum = 0
  for (const [other, count] of counts) if (other >= priority) sum += count
  return sum
}
