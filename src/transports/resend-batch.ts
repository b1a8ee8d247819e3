import { z } from 'zod'
import { explained } from '../domain/provider-sentence.ts'
import type { SendOutcome } from '../domain/transport.ts'
import { faultBySentence } from './resend-errors.ts'

const permissiveAnswer = z.object({
  data: z.array(z.object({ id: z.string().min(1) })),
  errors: z
    .array(z.object({ index: z.int().nonnegative(), message: z.unknown().optional() }))
    .nullish(),
})

/**
 * The outcomes of a permissive batch of `size` emails. `data` holds the accepted ones only, in the
 * order of the request; `errors` names the others by index, without a code of their own.
 */
export function resendBatchOutcomes(answer: unknown, size: number): SendOutcome[] {
  const parsed = permissiveAnswer.safeParse(answer)
  if (!parsed.success) return repeatOutcome({ kind: 'unknown', code: 'unreadable_answer' }, size)

  const ids = parsed.data.data.values()
  const refused = new Map((parsed.data.errors ?? []).map(({ index, message }) => [index, message]))
  // If the two lists do not add up, no id can be placed. They are then left out: Resend said 200, so
  // the emails are on their way, their receipts bring the ids by tag, and a repeat would only bring
  // the same lists. A wrong id would hang one reader's receipt on another's message.
  const aligned = parsed.data.data.length + refused.size === size
  // If some are missing, nothing is known about them: the same request again has an answer for all.
  if (parsed.data.data.length + refused.size < size) {
    return repeatOutcome({ kind: 'unknown', code: 'unreadable_answer' }, size)
  }

  return Array.from({ length: size }, (_, index): SendOutcome => {
    if (refused.has(index)) {
      const message = refused.get(index)
      const outcome = faultBySentence(message) ?? { kind: 'refused', code: 'validation_error' }
      return explained(outcome, message)
    }
    return { kind: 'accepted', providerMessageId: (aligned && ids.next().value?.id) || null }
  })
}

/**
 * What the answer to a whole batch means for each of its messages.
 *
 * Permissive validation reports a bad email by index, so a refusal of the batch itself is about its
 * form or about one email that no index names. It says nothing about the other ninety-nine: all are
 * deferred as `batch_refused`, to be sent alone, where a refusal is about one message.
 */
export function resendBatchRefusal(outcome: SendOutcome): SendOutcome {
  const oneIsToBlame =
    outcome.kind === 'refused' || (outcome.kind === 'deferred' && outcome.stops === 'if_others_too')
  const detail = 'detail' in outcome && outcome.detail ? { detail: outcome.detail } : {}
  return oneIsToBlame ? { kind: 'deferred', code: 'batch_refused', ...detail } : outcome
}

/** The same outcome for each message of a request. */
export function repeatOutcome(outcome: SendOutcome, size: number): SendOutcome[] {
  return Array.from({ length: size }, () => outcome)
}
