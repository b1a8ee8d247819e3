import type { OfflineTools } from '../cli/context.ts'
import type { Config } from '../config/config.ts'
import { nearestName } from '../config/nearest-name.ts'
import { languageFor } from '../templates/language.ts'
import { namesWithoutValue } from '../templates/own-subject.ts'
import { wordFaults } from '../templates/own-words.ts'
import { createRenderer } from '../templates/render.ts'
import { SMS } from '../templates/sms.ts'
import { describeFailure } from '../templates/template-failure.ts'
import { currentVocabulary, setVocabulary } from '../templates/vocabulary.ts'
import { createResendTransport } from '../transports/resend.ts'
import { createTwilioTransport } from '../transports/twilio.ts'

/** Builds the renderer and the transports that work without a service or a database. */
export function openOfflineTools({
  instances,
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
      channel === 'sms'
        ? Object.keys(SMS)
        : Object.keys({ ...(await import('../templates/registry.ts')).EMAILS, ...ownTemplates }),
    languages: currentVocabulary().languages,
    instances,
    settingsOf,
    wordFaults: () =>
      wordFaults(currentVocabulary(), (name, known) => nearestName(name, known).name),
    namesWithoutValue,
    hasCatalogueFor: (locale) => languageFor(locale) !== undefined,
    transports: {
      email: email.transport === 'resend' ? createResendTransport(email) : null,
      // Without status callbacks, because the message is not in the ledger.
      sms:
        sms.transport === 'twilio' ? createTwilioTransport({ ...sms, publicUrl: undefined }) : null,
    },
  }
}
