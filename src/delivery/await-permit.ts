import type { Permit } from '../domain/permit.ts'
import type { Reservation, TransportState } from '../store/providers.ts'

/** What a limiter knows about its provider, and how it shares requests with other instances. */
export interface PermitSource {
  state(): Pick<TransportState, 'requestsPerSecond' | 'stoppedBy'> & {
    /** No request is made before then (milliseconds since 1970). */
    readonly heldUntil: number
  }
  /** Reserves the next request in the database. */
  reserve(): Promise<Reservation>
  /** Stops the provider if it fails and another one stands by. */
  stopIfFailing(): Promise<void>
  now(): Date
  /** Waits, or returns early when aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

export interface PermitOptions {
  /**
   * Another provider may get the request: the permit is refused once this one is stopped, and after a second
   * in which it takes nothing. Default: wait for as long as it takes.
   */
  readonly hasOther?: boolean
}

// The longest sleep: the provider may be stopped meanwhile, or another instance's probe may have succeeded.
const LOOK_AGAIN_MS = 1_000

/** Resolves when one request may be made; false when aborted, or as the options say. */
export async function awaitPermit(
  source: PermitSource,
  signal: AbortSignal,
  { hasOther = false }: PermitOptions = {},
): Promise<false | Permit> {
  let waited = false
  const wait = (ms: number): Promise<void> => {
    waited = true
    return source.sleep(Math.min(ms, LOOK_AGAIN_MS), signal)
  }
  const heldMs = () => source.state().heldUntil - source.now().getTime()

  for (;;) {
    if (signal.aborted) return false
    await source.stopIfFailing()
    const { stoppedBy, requestsPerSecond } = source.state()
    if (hasOther && (stoppedBy !== null || (waited && heldMs() > 0))) return false
    if (heldMs() > 0) {
      await wait(heldMs())
      continue
    }
    // Without a limit and a stop there is nothing to share, so the database is not asked.
    if (requestsPerSecond === null && stoppedBy === null) return { probe: false, waited }
    const reservation = await source.reserve()
    if (reservation.probe) return { probe: true, waited }
    if (reservation.stoppedBy !== null) {
      await wait(LOOK_AGAIN_MS)
      continue
    }
    const early = () => reservation.at.getTime() - source.now().getTime()
    // Meanwhile another request may get a 429, or the provider may be stopped.
    const isFree = () => heldMs() <= 0 && source.state().stoppedBy === null
    while (early() > 0 && isFree() && !signal.aborted) {
      await wait(early())
      await source.stopIfFailing()
    }
    if (isFree()) return signal.aborted ? false : { probe: false, waited }
  }
}
