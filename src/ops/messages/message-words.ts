import type { LanguageSource } from '../../domain/template.ts'
import type { LedgerMessage } from '../../store/views/ledger.ts'
import { capital } from '../ui/capital.ts'

const CHANNELS = { email: 'Email', sms: 'SMS' } as const

/** What a message is: `Verification code` for the slug `verification_code`, and the channel if it has no slug. */
export function whatOf({ slug, channel }: Pick<LedgerMessage, 'slug' | 'channel'>): string {
  if (!slug) return CHANNELS[channel]
  return capital(slug.replaceAll('_', ' ').trim())
}

/** What it is and whom it is for. `recipient` stands in place of the masked one. */
export function titleOf(message: LedgerMessage, recipient = message.recipient): string {
  return recipient === null ? whatOf(message) : `${whatOf(message)} to ${recipient}`
}

/** Why a message is in its language. */
export const LANGUAGE_SOURCES: Readonly<Record<LanguageSource, string>> = {
  user: 'the language of the user at Clerk',
  event: 'named by Clerk’s event',
  hint: 'from a language hint of your app',
  organization: 'the language of the organization',
  default: 'the default, because nobody named another one',
}

/** Why Clerk's own text was sent. */
export const FALLBACKS: Readonly<Record<NonNullable<LedgerMessage['fallback']>, string>> = {
  unknown_slug: 'Clerk’s own text, because Bellhop has no template for this slug',
  missing_variable: 'Clerk’s own text, because the event had not all variables of the template',
  template_error: 'Clerk’s own text, because the template failed; the log says why',
}
