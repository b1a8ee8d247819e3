import type { DeliverMessages } from '../delivery/deliver/deliver-messages.ts'
import type { WorkerOptions } from '../queue/worker.ts'
import type { Provider } from './open-provider.ts'

/** How the worker of a channel delivers, wherever its messages come from. */
export function workerOptions(
  first: Provider,
  deliver: DeliverMessages,
  onError: (error: unknown) => void,
): Omit<WorkerOptions, 'backlog' | 'pace'> {
  const { transport, most, concurrency, permit, standBy } = first
  return {
    channel: transport.channel,
    most,
    concurrency,
    permit,
    handle: (provider, ids, options) =>
      deliver(providerNamed(provider, first, standBy), ids, options),
    onError,
  }
}

function providerNamed(
  name: string,
  { transport, limiter }: Provider,
  standBy: Provider['standBy'],
): Parameters<DeliverMessages>[0] {
  const first = { transport, limiter }
  if (!standBy) return first
  return standBy.transport.provider === name
    ? { ...standBy, other: first }
    : { ...first, other: standBy }
}
