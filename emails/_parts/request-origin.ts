import type { Say } from '../../src/templates/words.ts'
import { type Fact, factsOf } from './facts.tsx'

/** Where a request came from, as Clerk tells it: finished texts, any of them may be missing. */
export interface RequestOrigin {
  /** The device, for example `Chrome, OS X`. */
  readonly requestedBy?: string | undefined
  /** The place or IP address. */
  readonly requestedFrom?: string | undefined
  readonly requestedAt?: string | undefined
}

export function originFacts(say: Say, origin: RequestOrigin): Fact[] {
  return factsOf(say, {
    device: origin.requestedBy,
    location: origin.requestedFrom,
    time: origin.requestedAt,
  })
}
