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

/** Whether a webhook at Resend sends all the `reports` to `url`. */
export function webhookResult(reply: Answered, url: string, reports: readonly string[]): Result {
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
  const events = new Set(ours.flatMap((webhook) => webhook.events ?? reports))
  const missing = reports.filter((event) => !events.has(event))
  if (missing.length === 0) return ok('A webhook reports all that Bellhop records.')
  return warn(
    `The webhook does not report ${missing.join(', ')}.`,
    'Add these events at Resend > Webhooks.',
  )
}
