import type { SignatureRefusals } from '../ops/overview/overview.ts'

/** Counts refused signatures, in memory only: unverified requests must not write to the database. */
export interface RefusalCount extends SignatureRefusals {
  count(source: string, answer: string): void
}

export function createRefusalCount(now: () => Date): RefusalCount {
  const bySource = new Map<string, number>()
  return {
    since: now(),
    bySource,
    count(source, answer) {
      if (answer !== 'invalid_signature') return
      bySource.set(source, (bySource.get(source) ?? 0) + 1)
    },
  }
}
