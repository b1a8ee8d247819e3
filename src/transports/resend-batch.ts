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
 * The outcomes of a permissive batch of `size` emails. `data` contains only the accepted ones, in the order
 * of the request. `errors` names the others by their index, without an error code.
 */
export function resendBatchOutcomes(answer: unknown, size: number): SendOutcome[] {
  const parsed = permissiveAnswer.safeParse(answer)
  if (!parsed.success) return repeatOutcome({ kind: 'unknown', code: 'unreadable_answer' }, size)

  const ids = parsed.data.data.values()
  const refused = new Map((parsed.data.errors ?? []).map(({ index, message }) => [index, message]))
  // If the two lists have more entries than the request, it is unknown which id belongs to which email, and
  // all ids are left out. Resend has accepted the emails (200), their receipts contain our ids as tags, and
  // a repeat would only return the same lists. A wrong id would assign a receipt to another reader's message.
  const aligned = parsed.data.data.length + refused.size === size
  // If there are fewer entries, some emails have no answer. The same request again returns one for all.
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
 * The outcome of each message if the whole batch gets one answer.
 *
 * Permissive validation reports an email with a fault by its index. So if the batch itself is refused, the
 * cause is its form, or one email that is not named. The others may be right: all are deferred as
 * `batch_refused` and sent alone, where a refusal concerns one message.
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
