import type { SignatureRefusals } from '../ops/overview/overview.ts'

/** What was refused for its signature. Only here: what cannot be trusted leaves no trace in the database. */
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
