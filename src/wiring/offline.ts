import type { OfflineTools } from '../cli/context.ts'
import type { Config } from '../config/config.ts'
import { nearestName } from '../config/nearest-name.ts'
import { languageFor } from '../templates/language.ts'
import { namesWithoutValue } from '../templates/own-subject.ts'
import { wordFaults } from '../templates/own-words.ts'
import { createRenderer } from '../templates/render.ts'
import { describeFailure } from '../templates/template-failure.ts'
import { currentVocabulary, setVocabulary } from '../templates/vocabulary.ts'
import { createResendTransport } from '../transports/resend.ts'
import { createTwilioTransport } from '../transports/twilio.ts'
import { templateSlugs } from './template-slugs.ts'

/** Builds the renderer and the transports that work without a service or a database. */
export function openOfflineTools({
  instanceNames,
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
    slugs: (channel) => templateSlugs(channel, { ownTemplates }),
    languages: currentVocabulary().languages,
    instances: instanceNames.ids,
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
