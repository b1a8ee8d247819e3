import { contrast, hexColour, READABLE, WELL_READABLE } from '../domain/contrast.ts'
import { type BrandSources, brandSources } from './brand-sources.ts'
import type { Variables } from './clean-variables.ts'
import { isSvgPath, NO_SVG } from './picture-path.ts'
import type { Settings } from './settings-file.ts'
import { sendsEmails, smsTransportOf } from './transport-choice.ts'

/**
 * Warns of settings of the brand that are valid but do not help the readers. `file` is the name of the settings
 * file.
 */
export function brandWarnings(env: Variables, settings: Settings, file: string): string[] {
  const warnings = brandSources(env, settings, file).flatMap((brand) => [
    ...contrastWarnings(brand),
    ...logoWarnings(brand),
    ...autofillWarnings(brand),
  ])
  // What is true of the general brand is often true of the instances.
  return [...supportWarnings(env, settings), ...new Set(warnings)]
}

function supportWarnings(env: Variables, { brand }: Settings): string[] {
  const sends = sendsEmails(env) || smsTransportOf(env) === 'twilio'
  const isReachable =
    env.SUPPORT_EMAIL || env.SUPPORT_URL || brand?.supportEmail || brand?.supportUrl
  if (!sends || isReachable) return []
  return [
    'SUPPORT_EMAIL and SUPPORT_URL are not set. Messages about a changed account tell their reader to contact you, but not how. Set one of them.',
  ]
}

function contrastWarnings({ primary, buttonText }: BrandSources): string[] {
  const [colour, text] = [primary, buttonText].map((source) =>
    hexColour(source && `#${source.value.replace(/^#/, '')}`),
  )
  if (!primary || !buttonText || !colour || !text) return []
  const found = contrast(colour, text)
  if (found >= WELL_READABLE) return []
  const figures = `${buttonText.name} has a contrast of ${found.toFixed(1)} to ${primary.name}`
  return found < READABLE
    ? [
        `${figures}, too little to be read (least: ${READABLE}). Buttons get black or white text instead.`,
      ]
    : [
        `${figures}. Texts of this size should have ${WELL_READABLE} (WCAG AA). Choose a darker or lighter colour.`,
      ]
}

function logoWarnings({ logo, darkLogo }: BrandSources): string[] {
  return [logo, darkLogo].flatMap((source) =>
    source && isSvgPath(source.value) ? [`${source.name} is an SVG. ${NO_SVG}.`] : [],
  )
}

function autofillWarnings({ smsAppHash, appUrl }: BrandSources): string[] {
  if (!smsAppHash || !appUrl) return []
  return [
    `${smsAppHash.name} and ${appUrl.name} are both set. An SMS can end with only one line for autofill, so codes are filled in by your Android app, and not on your site.`,
  ]
}
