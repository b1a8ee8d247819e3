import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible'

export interface AttemptLimitOptions {
  readonly windowSeconds?: number
  readonly perAddress?: number
  /** The most from addresses that have failed before. Any other address has one attempt. */
  readonly inAll?: number
}

// Each address that failed takes memory until the window ends.
const MOST_KEPT = 10_000

/**
 * Limits failed attempts, by address and in all. The returned function counts one and resolves with
 * the seconds to wait until another one counts, or with 0 if this one counted.
 */
export function createAttemptLimit(options: AttemptLimitOptions = {}) {
  const { windowSeconds: duration = 5 * 60, perAddress = 10, inAll = 100 } = options
  const own = new RateLimiterMemory({ points: perAddress, duration })
  const all = new RateLimiterMemory({ points: inAll, duration })

  return async (address: string): Promise<number> => {
    const total = await all.get(ALL)
    if (total && total.consumedPoints >= MOST_KEPT) return secondsOf(total)
    try {
      const { isFirstInDuration } = await own.consume(address)
      // The mistakes of others must not keep out an address that has made none.
      await (isFirstInDuration ? all.penalty(ALL) : all.consume(ALL))
      return 0
    } catch (refused) {
      return secondsOf(refused as RateLimiterRes)
    }
  }
}

const ALL = 'all'

function secondsOf({ msBeforeNext }: RateLimiterRes): number {
  return Math.ceil(msBeforeNext / 1000)
}
