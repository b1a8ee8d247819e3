/** Counts what is to be limited, by address and in all: wrong tokens, say. */
export interface Tries {
  /** Seconds until the next try from this address is looked at; 0 when it is at once. */
  wait(address: string): number
  failed(address: string): void
}

export interface TriesOptions {
  readonly now: () => Date
  readonly windowMs?: number
  readonly perAddress?: number
  /** Whoever has many addresses has one try from each, and no more than these otherwise. */
  readonly inAll?: number
}

// What bounds the memory.
const MOST_KEPT = 10_000

/** Within any window: so many failures, and no more. What is refused unseen does not count. */
export function createTries(options: TriesOptions): Tries {
  const { now, windowMs = 5 * 60_000, perAddress = 10, inAll = 100 } = options
  let failures: { readonly address: string; readonly at: number }[] = []

  const until = (list: typeof failures, most: number) => {
    const oldest = list.at(-most)
    return oldest ? oldest.at + windowMs - now().getTime() : 0
  }

  return {
    wait(address) {
      failures = failures.filter(({ at }) => at > now().getTime() - windowMs)
      const own = failures.filter((failure) => failure.address === address)
      // Others' mistakes must not keep out who has made none.
      if (own.length === 0) return 0
      const ms = Math.max(until(own, perAddress), until(failures, inAll))
      return Math.ceil(ms / 1000)
    },
    failed(address) {
      failures.push({ address, at: now().getTime() })
      failures = failures.slice(-MOST_KEPT)
    },
  }
}
