import { z } from 'zod'
import { type Answered, read } from './ask.ts'
import { fail, ok, type Result, skipped, warn } from './check.ts'

const webhookList = z.object({
  data: z.array(
    z.object({
      endpoint: z.string(),
      status: z.string().optional(),
      events: z.array(z.string()).nullable(),
    }),
  ),
})

/** The reports that Bellhop records. */
const NEEDED_EVENTS = [
  'email.sent',
  'email.delivered',
  'email.delivery_delayed',
  'email.bounced',
  'email.complained',
  'email.failed',
  'email.suppressed',
]

/** Whether a webhook at Resend reports to `url` all that Bellhop records. */
export function webhookResult(reply: Answered, url: string): Result {
  const list = read(webhookList, reply)
  if (!list) return skipped('The answer of Resend cannot be read.')
  const ours = list.data.filter(
    ({ endpoint, status }) => endpoint.replace(/\/+$/, '') === url && status !== 'disabled',
  )
  if (ours.length === 0) {
    return fail(
      `No enabled webhook at Resend points to ${url}.`,
      'Add one at Resend > Webhooks with all events that begin with email.',
    )
  }
  const events = new Set(ours.flatMap((webhook) => webhook.events ?? NEEDED_EVENTS))
  const missing = NEEDED_EVENTS.filter((event) => !events.has(event))
  if (missing.length === 0) return ok('A webhook reports all that Bellhop records.')
  return warn(
    `The webhook does not report ${missing.join(', ')}.`,
    'Add these events at Resend > Webhooks.',
  )
}
