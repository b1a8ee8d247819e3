const FIRST_MS = 500
// Codes expire after ten minutes. The provider's limit keeps the total number of tries low.
const LONGEST_MS = 8_000

/**
 * How long to wait before the next try, in milliseconds. It grows exponentially. The upper half is random,
 * so that messages that failed together are not tried again together. `tries` counts from 1; `random` is
 * in [0, 1).
 */
export function backoffMs(tries: number, random: number): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(tries - 1, 20))
  return Math.round(ceiling / 2 + (ceiling / 2) * random)
}
