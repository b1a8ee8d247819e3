import { z } from 'zod'
import type { SmsSlug } from '../domain/slugs.ts'
import { type Missing, missingIn } from './missing.ts'
import { code, link } from './variables.ts'
import { wordsOf } from './words.ts'

/** Makes the text of an SMS from its variables, or names the missing ones. */
export type SmsTemplate = (variables: unknown, context: SmsContext) => string | Missing

export interface SmsContext {
  readonly appName: string
  /** The site whose forms may fill in the code, such as `https://app.example.com`. */
  readonly appOrigin: string | undefined
  readonly locale: string
}

const codeVariables = z.object({ otp_code: code })
const linkVariables = z.object({ action_url: link })

/** The SMS by slug. A new SMS needs one line here and one text in each catalogue. */
export const SMS = {
  verification_code: codeSms('verification_code'),
  reset_password_code: codeSms('reset_password_code'),
  invitation: linkSms('invitation'),
  password_changed: noticeSms('password_changed'),
  password_removed: noticeSms('password_removed'),
  passkey_added: noticeSms('passkey_added'),
  passkey_removed: noticeSms('passkey_removed'),
} satisfies Readonly<Record<SmsSlug, SmsTemplate>>

function codeSms(slug: 'verification_code' | 'reset_password_code'): SmsTemplate {
  return (variables, context) => {
    const { data, error } = codeVariables.safeParse(variables)
    if (error) return missingIn(error)
    const text = signed(context, slug, { code: data.otp_code })
    const { appOrigin } = context
    return appOrigin ? `${text}\n\n${originBoundLine(appOrigin, data.otp_code)}` : text
  }
}

function linkSms(slug: 'invitation'): SmsTemplate {
  return (variables, context) => {
    const { data, error } = linkVariables.safeParse(variables)
    return error ? missingIn(error) : signed(context, slug, { link: data.action_url })
  }
}

function noticeSms(slug: Exclude<SmsSlug, 'invitation' | `${string}_code`>): SmsTemplate {
  return (_variables, context) => signed(context, slug, {})
}

// The name of the app comes first, because readers do not know the number of the sender.
function signed(
  { appName, locale }: SmsContext,
  slug: SmsSlug,
  values: Readonly<Record<string, string>>,
): string {
  const text = wordsOf(locale, appName)(`sms.${slug}`, values)
  return plain(appName ? `${appName}: ${text}` : text)
}

// One typographic character makes the phone network encode the whole text as UCS-2, with 70 characters
// in a segment instead of 160 (GSM 03.38).
const PLAIN: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '…': '...',
  '\u00a0': ' ',
  '\u202f': ' ',
}

// Links stay unchanged, because a different character leads to a different page.
function plain(text: string): string {
  return text.replace(/https?:\/\/\S+|[‘’“”–—…\u00a0\u202f]/g, (part) => PLAIN[part] ?? part)
}

// Phones read this line to fill in the code on this site only (WICG "origin-bound one-time codes"). It
// must be the last line and have exactly this form, with the host without scheme and port.
function originBoundLine(appOrigin: string, code: string): string {
  return `@${new URL(appOrigin).hostname} #${code}`
}
