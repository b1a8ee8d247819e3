import { ClerkFault } from './clerk-fault.ts'
import type { TemplateName, TemplatesApi } from './templates-api.ts'

export type SwitchOutcome =
  | { readonly kind: 'switched' }
  /** Clerk still does what it did before. */
  | { readonly kind: 'unchanged'; readonly fault: ClerkFault }
  /** It is not known who delivers now. `fault` is null if Clerk agreed but does not show it. */
  | { readonly kind: 'unknown'; readonly fault: ClerkFault | null }

const MOST_LOOKS = 10
const PAUSE_MS = 1_000

// After these nobody knows whether Clerk has done it.
const UNCLEAR = new Set(['failed', 'unreadable', 'unreachable'])

/** Makes `to` deliver the messages of a template, and waits until Clerk shows it. */
export async function switchDelivery(
  api: Pick<TemplatesApi, 'get' | 'setDelivery'>,
  wait: (ms: number) => Promise<void>,
  name: TemplateName,
  to: 'clerk' | 'you',
): Promise<SwitchOutcome> {
  const refusal = await faultIn(api.setDelivery(name, to))
  if (refusal && !UNCLEAR.has(refusal.kind)) return { kind: 'unchanged', fault: refusal }
  for (let look = 1; ; look += 1) {
    const shown = await api.get(name).then(({ deliveredBy }) => deliveredBy, asFault)
    if (shown === to) return { kind: 'switched' }
    if (shown instanceof ClerkFault) return { kind: 'unknown', fault: refusal ?? shown }
    // Right after an error Clerk may still show the old state, so it is asked again.
    if (look === MOST_LOOKS) {
      return refusal ? { kind: 'unchanged', fault: refusal } : { kind: 'unknown', fault: null }
    }
    await wait(PAUSE_MS)
  }
}

/** The fault of a request; null if there is none. */
function faultIn(request: Promise<unknown>): Promise<ClerkFault | null> {
  return request.then(() => null, asFault)
}

function asFault(error: unknown): ClerkFault {
  if (error instanceof ClerkFault) return error
  throw error
}
