import type { Channel, MessageKind } from '../domain/message.ts'
import { kindOfSlug } from '../domain/slugs.ts'

/**
 * The kind of a message. The kind of an unknown slug follows from its variables, so that a message with
 * a code gets the priority and the lifetime of a code.
 */
export function kindOf(
  channel: Channel,
  slug: string | null,
  variables: Readonly<Record<string, unknown>>,
): MessageKind {
  const known = kindOfSlug(channel, slug)
  if (known) return known
  if (typeof variables.otp_code === 'string' || typeof variables.otp_code === 'number')
    return 'code'
  if (typeof variables.magic_link === 'string') return 'link'
  if (typeof variables.action_url === 'string') return 'invitation'
  return 'notice'
}
