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
    return permit && grant(transport, permit, { isCurrent: () => true })
  }
}

// How soon stopped providers are looked at again: another instance's probe may have succeeded.
const LOOK_AGAIN_MS = 1_000

const WITH_OTHER = { hasOther: true }
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
      const permit = await first.limiter.permit(signal, WITH_OTHER)
      return permit && grantFirst(permit)
    }
    if (await first.limiter.probe()) return grantFirst(PROBE)
    const leastPriority = leastPriorityOfStandBy(stop, rules, now())
    if (!second.limiter.stopped()) {
      const permit = await second.limiter.permit(signal, WITH_OTHER)
      return permit && grantSecond(permit, leastPriority)
    }
    // Of any urgency: if only less urgent messages wait, the probe would be lost.
    if (await second.limiter.probe()) return grantSecond(PROBE, 0)
    await sleep(LOOK_AGAIN_MS, signal)
    return false
  }

  function grantFirst(permit: Permit): ChannelPermit {
    const isCurrent = () => permit.probe || !first.limiter.stopped()
    return grant(first.transport, permit, { hasStandBy: true, isCurrent })
  }

  function grantSecond(permit: Permit, leastPriority: number): ChannelPermit {
    const isCurrent = () => {
      const stop = first.limiter.stopped()
      if (!stop || permit.probe) return stop !== null
      if (second.limiter.stopped()) return false
      return leastPriorityOfStandBy(stop, rules, now()) === leastPriority
    }
    return grant(second.transport, permit, { leastPriority, isCurrent })
  }

  return async (signal) => {
    let waited = false
    while (!signal.aborted) {
      const granted = await next(signal)
      if (granted) return { ...granted, waited: granted.waited || waited }
      waited = true
    }
    return false
  }
}

interface Terms extends Pick<ChannelPermit, 'isCurrent'> {
  readonly leastPriority?: number
  readonly hasStandBy?: boolean
}

function grant(
  { provider, batchSize }: Provider['transport'],
  permit: Permit,
  { leastPriority = 0, hasStandBy = false, isCurrent }: Terms,
): ChannelPermit {
  return { ...permit, provider, most: batchSize, leastPriority, hasStandBy, isCurrent }
}
