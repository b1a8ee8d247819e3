import { localTime } from '../../src/templates/local-time.ts'
import type { Translate } from '../../src/templates/words.ts'
import { deviceIn } from './device-words.ts'
import { type Fact, factsOf } from './facts.tsx'

/** The origin of a request: texts from Clerk, each of which may be missing. */
export interface RequestOrigin {
  /** The device, for example `Chrome, OS X`. */
  readonly requestedBy?: string | undefined
  /** The place or IP address. */
  readonly requestedFrom?: string | undefined
  readonly requestedAt?: string | undefined
}

export function originFacts(t: Translate, locale: string, origin: RequestOrigin): Fact[] {
  const { requestedBy, requestedFrom, requestedAt } = origin
  return factsOf(t, {
    device: requestedBy && deviceIn(t, requestedBy),
    location: requestedFrom,
    time: requestedAt && localTime(locale, requestedAt),
  })
}
