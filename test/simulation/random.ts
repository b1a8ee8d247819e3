/** Seeded chance: the same seed, the same choices. */
export interface Random {
  /** In [0, 1). */
  next(): number
  /** A whole number below `end`. */
  below(end: number): number
  chance(probability: number): boolean
  pick<Item>(items: readonly Item[]): Item
  /** 16 bytes, for ids. */
  bytes(): Uint8Array
}

// mulberry32: small, and good enough to choose faults by.
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    next,
    below: (end) => Math.floor(next() * end),
    chance: (probability) => next() < probability,
    pick(items) {
      const item = items[Math.floor(next() * items.length)]
      if (item === undefined) throw new RangeError('nothing to pick from')
      return item
    },
    bytes: () => Uint8Array.from({ length: 16 }, () => Math.floor(next() * 256)),
  }
}
