import type { OfflineTools } from '../cli/context.ts'
import type { Config } from '../config/config.ts'
import type { Transport } from '../domain/transport.ts'
import { languageFor } from '../templates/language.ts'
import { namesWithoutValue } from '../templates/own-subject.ts'
import { describeFailure } from '../templates/template-failure.ts'
import { currentVocabulary } from '../templates/vocabulary.ts'
import { createResendTransport } from '../transports/resend.ts'
import { createSmtpTransport } from '../transports/smtp.ts'
import { createTwilioTransport } from '../transports/twilio.ts'
import { requiredVariables } from './required-variables.ts'
import { templateSlugs } from './template-slugs.ts'
import { configuredRenderer } from './templates.ts'
import { faultsOfWords } from './word-faults.ts'

/** Builds the renderer and the transports that work without a service or a database. */
export function openOfflineTools(config: Config): OfflineTools {
  const { instanceNames, settingsOf, defaultLocale, email, sms } = config
  const { render } = configuredRenderer(config)
  return {
    defaultLocale,
    render,
    describeFailure,
    slugs: (channel) => templateSlugs(channel, config),
    requiredVariables,
    languages: currentVocabulary().languages,
    instances: instanceNames.ids,
    settingsOf,
    wordFaults: () => faultsOfWords(currentVocabulary()),
    namesWithoutValue,
    hasCatalogueFor: (locale) => languageFor(locale) !== undefined,
    transports: {
      email: emailTransport(email),
      // Without status callbacks, because the message is not in the ledger.
      sms:
        sms.transport === 'twilio' ? createTwilioTransport({ ...sms, publicUrl: undefined }) : null,
    },
  }
}

function emailTransport(email: Config['email']): Transport | null {
  if (email.transport === 'resend') return createResendTransport(email)
  return email.transport === 'smtp' ? createSmtpTransport(email) : null
}
