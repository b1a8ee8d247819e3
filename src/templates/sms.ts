import { z } from 'zod'
import type { SmsSlug } from '../domain/slugs.ts'
import { isOneSegment } from '../domain/sms-segment.ts'
import { CODE_MINUTES } from './code-life.ts'
import { type Missing, missingIn } from './missing.ts'
import { sentences } from './sentences.ts'
import { code, link } from './variables.ts'
import { isRightToLeft, wordsOf } from './words.ts'

/** Makes the text of an SMS from its variables, or names the missing ones. */
export type SmsTemplate = (variables: unknown, context: SmsContext) => string | Missing

export interface SmsContext {
  readonly appName: string
  /** The site whose forms may fill in the code, such as `https://app.example.com`. */
  readonly appOrigin?: string | undefined
  /** The hash by which Android gives the SMS to the app. */
  readonly appHash?: string | undefined
  /** Where the reader gets help, the best way first. */
  readonly contacts?: readonly string[]
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

type CodeSlug = 'verification_code' | 'reset_password_code'
type CodeText = CodeSlug | `${CodeSlug}_short` | 'keep' | 'expiry'

function codeSms(slug: CodeSlug): SmsTemplate {
  const forms = formsOf(slug)
  return (variables, context) => {
    const { data, error } = codeVariables.safeParse(variables)
    if (error) return missingIn(error)
    const say = wordsOf(context.locale, context.appName)
    const values = { code: data.otp_code, minutes: CODE_MINUTES }
    const last = lastLine(context, data.otp_code)
    const written = ({ texts, gap }: Form) => {
      const said = texts.map((text) => say(`sms.${text}`, values))
      const text = sentences(context.locale, said)
      return signed(context, last ? `${text}${gap}${last}` : text)
    }
    for (const form of forms) {
      const text = written(form)
      if (isOneSegment(text)) return text
    }
    return written(forms[1])
  }
}

/** The sentences of an SMS, and what stands between them and the last line. */
interface Form {
  readonly texts: readonly CodeText[]
  readonly gap: string
}

/**
 * The forms of an SMS, the best one first. What is left out for lack of room is the expiry, then the empty
 * line, then longer words, then the advice. The second form has all the advice.
 */
function formsOf(slug: CodeSlug): readonly [Form, Form, ...Form[]] {
  const short = `${slug}_short` as const
  return [
    { texts: [slug, 'keep', 'expiry'], gap: '\n\n' },
    { texts: [slug, 'keep'], gap: '\n\n' },
    { texts: [slug, 'keep'], gap: '\n' },
    { texts: [short, 'keep'], gap: '\n\n' },
    { texts: [short, 'keep'], gap: '\n' },
    { texts: [slug], gap: '\n\n' },
    { texts: [slug], gap: '\n' },
    { texts: [short], gap: '\n\n' },
    { texts: [short], gap: '\n' },
  ]
}

function linkSms(slug: 'invitation'): SmsTemplate {
  return (variables, context) => {
    const { data, error } = linkVariables.safeParse(variables)
    if (error) return missingIn(error)
    const say = wordsOf(context.locale, context.appName)
    return signed(context, say(`sms.${slug}`, { link: data.action_url }))
  }
}

function noticeSms(slug: Exclude<SmsSlug, 'invitation' | `${string}_code`>): SmsTemplate {
  return (_variables, context) => {
    const say = wordsOf(context.locale, context.appName)
    const written = (contact: string) => signed(context, say(`sms.${slug}`, { contact }))
    const texts = (context.contacts ?? []).map(written)
    return texts.find(isOneSegment) ?? written('none')
  }
}

// Phones lay out a text in the direction of its first letter, which is often that of a Latin name.
export const RIGHT_TO_LEFT = '\u200f'

// The name of the app comes first, because readers do not know the number of the sender.
function signed({ appName, locale }: SmsContext, text: string): string {
  const line = plain(appName ? `${appName}: ${text}` : text)
  return isRightToLeft(locale) ? `${RIGHT_TO_LEFT}${line}` : line
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

/**
 * The line by which a phone fills in the code, which must be the last one: in the app with this hash
 * (Android's SMS Retriever), or on this site only (WICG "origin-bound one-time codes", with the host
 * without scheme and port). One SMS cannot have both.
 */
function lastLine({ appHash, appOrigin }: SmsContext, code: string): string | undefined {
  return appHash ?? (appOrigin && `@${new URL(appOrigin).hostname} #${code}`)
}
