import type { Channel, MessageKind } from '../domain/message.ts'
import { EMAIL_KINDS, SMS_KINDS } from '../domain/slugs.ts'

const KINDS: Readonly<Record<Channel, Readonly<Record<string, MessageKind>>>> = {
  email: EMAIL_KINDS,
  sms: SMS_KINDS,
}

/**
 * The kind of a message. A slug we have never heard of is judged by its variables: with a code in it,
 * it must not queue behind newsletters or arrive after the code is dead.
 */
export function kindOf(
  channel: Channel,
  slug: string | null,
  variables: Readonly<Record<string, unknown>>,
): MessageKind {
  const kinds = KINDS[channel]
  const known = slug !== null && Object.hasOwn(kinds, slug) ? kinds[slug] : undefined
  if (known) return known
  if (typeof variables.otp_code === 'string' || typeof variables.otp_code === 'number')
    return 'code'
  if (typeof variables.magic_link === 'string') return 'link'
  if (typeof variables.action_url === 'string') return 'invitation'
  return 'notice'
}
