import type { ChannelPermit, Permit } from '../domain/permit.ts'
import { leastPriorityOfStandBy, type StandByRules } from '../domain/stand-by-rules.ts'
import type { Transport } from '../domain/transport.ts'
import type { Limiter } from './limiter.ts'

/** Resolves with the next provider of a channel when a request to it may be made; false when aborted. */
export type PermitChannel = (signal: AbortSignal) => Promise<false | ChannelPermit>

interface Provider {
  readonly transport: Pick<Transport, 'provider' | 'batchSize'>
  readonly limiter: Limiter
}

/** The permits of a channel with one provider. */
export function permitAlone({ transport, limiter }: Provider): PermitChannel {
  return async (signal) => {
    const permit = await limiter.permit(signal)
    return permit && grant(transport, permit)
  }
}

// How soon stopped providers are looked at again: another instance's probe may have succeeded.
const LOOK_AGAIN_MS = 1_000

const ONLY_WORKING = { waitWhileStopped: false }
const PROBE = { probe: true, waited: true }

/**
 * The permits of a channel with a stand-by. While the first provider is stopped, requests go to the second
 * one, and probes to the first.
 */
export function permitWithStandBy(
  first: Provider,
  second: Provider,
  options: {
    readonly rules: StandByRules
    readonly now: () => Date
    /** Waits, or returns early when aborted. */
    readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  },
): PermitChannel {
  const { rules, now, sleep } = options

  async function next(signal: AbortSignal): Promise<false | ChannelPermit> {
    const stop = first.limiter.stopped()
    if (!stop) {
      const permit = await first.limiter.permit(signal, ONLY_WORKING)
      return permit && grant(first.transport, permit, { hasStandBy: true })
    }
    if (await first.limiter.probe()) return grant(first.transport, PROBE, { hasStandBy: true })
    const leastPriority = leastPriorityOfStandBy(stop, rules, now())
    if (!second.limiter.stopped()) {
      const permit = await second.limiter.permit(signal, ONLY_WORKING)
      return permit && grant(second.transport, permit, { leastPriority })
    }
    if (await second.limiter.probe()) return grant(second.transport, PROBE, { leastPriority })
    await sleep(LOOK_AGAIN_MS, signal)
    return false
  }

  return async (signal) => {
    while (!signal.aborted) {
      const granted = await next(signal)
      if (granted) return granted
    }
    return false
  }
}

function grant(
  { provider, batchSize }: Provider['transport'],
  permit: Permit,
  { leastPriority = 0, hasStandBy = false } = {},
): ChannelPermit {
  return { ...permit, provider, most: batchSize, leastPriority, hasStandBy }
}
