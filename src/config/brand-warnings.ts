import { contrast, hexColour, READABLE, WELL_READABLE } from '../domain/contrast.ts'
import type { Variables } from './clean-variables.ts'
import { emailTransportOf, smsTransportOf } from './transport-choice.ts'

/** Warns of settings of the brand that are valid but do not help the readers. */
export function brandWarnings(env: Variables): string[] {
  return [supportWarning(env), contrastWarning(env), autofillWarning(env)].flatMap(
    (warning) => warning ?? [],
  )
}

function supportWarning(env: Variables): string | undefined {
  const sends = emailTransportOf(env) === 'resend' || smsTransportOf(env) === 'twilio'
  if (!sends || env.SUPPORT_EMAIL || env.SUPPORT_URL) return undefined
  return 'SUPPORT_EMAIL and SUPPORT_URL are not set. Messages about a changed account tell their reader to contact you, but not how. Set one of them.'
}

function contrastWarning(env: Variables): string | undefined {
  const [colour, text] = [env.BRAND_COLOR, env.BRAND_BUTTON_TEXT_COLOR].map((value) =>
    hexColour(value && `#${value.replace(/^#/, '')}`),
  )
  if (!colour || !text) return undefined
  const found = contrast(colour, text)
  if (found >= WELL_READABLE) return undefined
  const figures = `BRAND_BUTTON_TEXT_COLOR has a contrast of ${found.toFixed(1)} to BRAND_COLOR`
  return found < READABLE
    ? `${figures}, too little to be read (least: ${READABLE}). Buttons get black or white text instead.`
    : `${figures}. Texts of this size should have ${WELL_READABLE} (WCAG AA). Choose a darker or lighter colour.`
}

function autofillWarning(env: Variables): string | undefined {
  if (!env.SMS_APP_HASH || !env.APP_ORIGIN) return undefined
  return 'SMS_APP_HASH and APP_ORIGIN are both set. An SMS can end with only one line for autofill, so codes are filled in by your Android app, and not on your site.'
}
