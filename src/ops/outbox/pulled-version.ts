import { fillTemplate } from '../../clerk/fill-template.ts'
import type { PulledTemplate } from '../../clerk/pulled-template.ts'
import { escapeHtml } from '../../domain/escape-html.ts'
import type { Channel } from '../../domain/message.ts'
import type { CapturedEntry } from '../../store/views/captured-messages.ts'

/** Reads the template that was pulled from Clerk; null if there is none. */
export type ReadPulled = (message: {
  readonly channel: Channel
  readonly slug: string | null
}) => Promise<PulledTemplate | null>

/** The template that was pulled from Clerk, with the variables of the message in it; null if there is none. */
export async function pulledVersion(
  { message, source }: Pick<CapturedEntry, 'message' | 'source'>,
  readPulled: ReadPulled,
): Promise<PulledTemplate | null> {
  const pulled = await readPulled(message)
  if (!pulled) return null
  const variables = source?.variables ?? {}
  const plain = (text: string) => text
  return {
    subject: fillTemplate(pulled.subject, variables, plain),
    body: fillTemplate(pulled.body, variables, message.channel === 'email' ? escapeHtml : plain),
  }
}
