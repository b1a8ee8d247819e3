import type { Translate } from '../../src/templates/words.ts'
import { type Fact, factsOf } from './facts.tsx'

/** The origin of a request: texts from Clerk, each of which may be missing. */
export interface RequestOrigin {
  /** The device, for example `Chrome, OS X`. */
  readonly requestedBy?: string | undefined
  /** The place or IP address. */
  readonly requestedFrom?: string | undefined
  readonly requestedAt?: string | undefined
}

export function originFacts(t: Translate, origin: RequestOrigin): Fact[] {
  return factsOf(t, {
    device: origin.requestedBy,
    location: origin.requestedFrom,
    time: origin.requestedAt,
  })
}
