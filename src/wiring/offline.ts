import type { Workbench } from '../cli/context.ts'
import type { Config } from '../config/config.ts'
import { languageFor } from '../templates/language.ts'
import { createRenderer } from '../templates/render.ts'
import { SMS } from '../templates/sms.ts'
import { describeFailure } from '../templates/template-failure.ts'
import { createResendTransport } from '../transports/resend.ts'
import { createTwilioTransport } from '../transports/twilio.ts'

/** The parts that write and send, without a service, a database or a ledger around them. */
export function openWorkbench({
  brand,
  codeInSubject,
  production,
  defaultLocale,
  email,
  sms,
}: Config): Workbench {
  return {
    defaultLocale,
    render: createRenderer({ brand, codeInSubject, production }).render,
    describeFailure,
    slugs: async (channel) =>
      Object.keys(channel === 'sms' ? SMS : (await import('../templates/registry.ts')).EMAILS),
    hasWordsFor: (locale) => languageFor(locale) !== undefined,
    transports: {
      email: email.transport === 'resend' ? createResendTransport(email) : null,
      // No status callback: there is no message in the ledger that it could be about.
      sms:
        sms.transport === 'twilio' ? createTwilioTransport({ ...sms, publicUrl: undefined }) : null,
    },
  }
}
