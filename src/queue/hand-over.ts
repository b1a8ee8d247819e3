import type { HandOver } from '../domain/hand-over.ts'
import type { Channel } from '../domain/message.ts'
import type { MessageRef } from '../domain/message-ref.ts'
import type { Backlog } from './backlog.ts'
import type { DeliveryQueue } from './delivery-queue.ts'

/** Hands messages to the workers with these backlogs. */
export function createHandOver(
  backlogs: ReadonlyMap<Channel, Backlog>,
  options: {
    readonly queue: Pick<DeliveryQueue, 'enqueue' | 'signal'>
    readonly onError: (error: unknown) => void
  },
): HandOver {
  const { queue, onError } = options
  return {
    withRoom: (refs) =>
      byChannel(refs).flatMap(([channel, ours]) => backlogs.get(channel)?.withRoom(ours) ?? []),
    give(refs) {
      for (const [channel, ours] of byChannel(refs)) {
        if (backlogs.get(channel)?.add(ours)) queue.signal.notify(channel)
        // The worker was stopped while the messages were stored.
        else queue.enqueue(ours).catch(onError)
      }
    },
  }
}

/** Hands messages to nobody: their rows say that they wait, and a delivery that is under way looks again. */
export function leaveInRows(queue: Pick<DeliveryQueue, 'signal'>): HandOver {
  return {
    withRoom: (refs) => refs,
    give(refs) {
      for (const [channel] of byChannel(refs)) queue.signal.notify(channel)
    },
  }
}

function byChannel(refs: readonly MessageRef[]) {
  return [...Map.groupBy(refs, ({ channel }) => channel)]
}
