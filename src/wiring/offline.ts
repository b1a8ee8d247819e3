import type { OfflineTools } from '../cli/context.ts'
import type { Config } from '../config/config.ts'
import { languageFor } from '../templates/language.ts'
import { createRenderer } from '../templates/render.ts'
import { SMS } from '../templates/sms.ts'
import { describeFailure } from '../templates/template-failure.ts'
import { setVocabulary } from '../templates/vocabulary.ts'
import { createResendTransport } from '../transports/resend.ts'
import { createTwilioTransport } from '../transports/twilio.ts'

/** Builds the renderer and the transports that work without a service or a database. */
export function openOfflineTools({
  settingsOf,
  ownTemplates,
  words,
  locales,
  codeInSubject,
  production,
  defaultLocale,
  email,
  sms,
}: Config): OfflineTools {
  setVocabulary(words, locales)
  return {
    defaultLocale,
    render: createRenderer({ settingsOf, ownTemplates, codeInSubject, production }).render,
    describeFailure,
    slugs: async (channel) =>
      Object.keys(channel === 'sms' ? SMS : (await import('../templates/registry.ts')).EMAILS),
    hasCatalogueFor: (locale) => languageFor(locale) !== undefined,
    transports: {
      email: email.transport === 'resend' ? createResendTransport(email) : null,
      // Without status callbacks, because the message is not in the ledger.
      sms:
        sms.transport === 'twilio' ? createTwilioTransport({ ...sms, publicUrl: undefined }) : null,
    },
  }
}
