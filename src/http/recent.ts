/**
 * Returns the last result of `compute` until it is older than `keptMs`. So `compute` runs once in that
 * time at most, and never twice at once.
 */
export function recent<Value>(
  compute: () => Promise<Value>,
  keptMs: number,
  clock: () => number = () => performance.now(),
): () => Promise<Value> {
  let last: { readonly since: number; readonly value: Promise<Value>; settled: boolean } | null =
    null
  return () => {
    if (last && (!last.settled || clock() - last.since < keptMs)) return last.value
    const entry = { since: clock(), value: compute(), settled: false }
    const settle = () => {
      entry.settled = true
    }
    entry.value.then(settle, settle)
    last = entry
    return entry.value
  }
}
