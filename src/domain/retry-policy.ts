const FIRST_MS = 500
// Codes live ten minutes; the provider's own limit keeps the total of tries in bounds.
const LONGEST_MS = 8_000

/**
 * How long to wait before the next try, in milliseconds: exponential, with the upper half of the
 * delay left to chance so that what failed together does not come back together. `tries` counts from
 * 1; `random` is in [0, 1).
 */
export function backoffMs(tries: number, random: number): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(tries - 1, 20))
  return Math.round(ceiling / 2 + (ceiling / 2) * random)
}
