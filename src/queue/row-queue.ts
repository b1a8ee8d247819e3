import type { Channel } from '../domain/message.ts'
import type { MessageRef } from '../domain/message-ref.ts'
import type { DeliveryQueue } from './delivery-queue.ts'
import { createQueueSignal } from './queue-signal.ts'

/** Which messages a worker asks for. */
export interface Wanted {
  readonly channel: Channel
  readonly most: number
  /** None that is less urgent. */
  readonly minPriority: number
  /** Those that this process has already. */
  readonly except: readonly string[]
}

// A message that was taken is begun, ended or put back by then.
const KEPT_MS = 10_000

/**
 * A queue without jobs: the rows of the messages say what waits. For processes that live as long as a request,
 * which can neither listen for jobs nor keep the tables of a job queue in order.
 */
export function createRowQueue(deps: {
  /** Reads messages that are due, the most urgent first. */
  readonly findDue: (wanted: Wanted) => Promise<readonly MessageRef[]>
  /** Rejects when the database does not answer. */
  readonly ping: () => Promise<void>
  readonly now: () => Date
}): DeliveryQueue {
  const signal = createQueueSignal()
  const taken = new Map<string, number>()

  function forgetOld(): void {
    const before = deps.now().getTime() - KEPT_MS
    for (const [id, at] of taken) if (at < before) taken.delete(id)
  }

  /** Messages that were put back may be taken again. */
  async function putBack(refs: readonly MessageRef[]): Promise<void> {
    for (const { id } of refs) taken.delete(id)
    for (const channel of new Set(refs.map((ref) => ref.channel))) signal.notify(channel)
  }

  return {
    signal,
    enqueue: putBack,
    requeueMissed: putBack,
    async take(channel, most, minPriority = 0) {
      forgetOld()
      const refs = await deps.findDue({ channel, most, minPriority, except: [...taken.keys()] })
      const at = deps.now().getTime()
      for (const { id } of refs) taken.set(id, at)
      return refs
    },
    // Whoever calls the sweep does this work.
    nightly: async () => {},
    ping: deps.ping,
    stop: async () => {},
  }
}
