import type { Channel } from '../domain/message.ts'
import { ownEntry } from '../domain/own-entry.ts'
import { CLERK_TEXT } from '../templates/clerk-text.ts'
import type { OurTemplate } from '../templates/registry.ts'
import type { SmsTemplate } from '../templates/sms.ts'

/**
 * The variables of Clerk's event that our template of a slug cannot do without. The operator's own template of
 * the slug needs the same.
 */
export async function requiredVariables(
  channel: Channel,
  slug: string,
): Promise<readonly string[]> {
  if (channel === 'sms') {
    const { SMS } = await import('../templates/sms.ts')
    const written = ownEntry<SmsTemplate>(SMS, slug)?.({}, { appName: '', locale: 'en' })
    return typeof written === 'object' ? written.missing : []
  }
  const { EMAILS } = await import('../templates/registry.ts')
  const required = ownEntry<OurTemplate>(EMAILS, slug)?.required() ?? []
  return required.filter((name) => name !== CLERK_TEXT)
}
