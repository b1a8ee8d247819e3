import { z } from 'zod'
import type { Brand } from '../../emails/_parts/common.ts'
import { CARD, DARK_CARD } from '../../emails/_parts/theme.ts'
import { oneLine } from '../domain/plain-text.ts'
import { safeUrl } from './url.ts'

/** The operator's settings. They replace the values in Clerk's event. */
export interface BrandOverrides {
  readonly appName?: string | undefined
  /** The address of the app, `https://app.example.com`. SMS codes are bound to it too. */
  readonly appOrigin?: string | undefined
  readonly logoUrl?: string | undefined
  readonly primaryColor?: string | undefined
  readonly buttonTextColor?: string | undefined
}

const DEFAULT_COLOR = '#16181d'
const text = z.string().optional().catch(undefined)
const eventBrand = z.object({
  app: z
    .object({ name: text, domain_name: text, url: text, logo_image_url: text })
    .catch({})
    .default({}),
  theme: z.object({ primary_color: text, button_text_color: text }).catch({}).default({}),
})

/** The brand of one message: the overrides, else the event's `app` and `theme`, else defaults. */
export function brandOf(variables: unknown, overrides: BrandOverrides): Brand {
  const { app, theme } = eventBrand.catch({ app: {}, theme: {} }).parse(variables)
  const primaryColor =
    colorOf(overrides.primaryColor) ?? colorOf(theme.primary_color) ?? DEFAULT_COLOR
  const wanted = colorOf(overrides.buttonTextColor) ?? colorOf(theme.button_text_color)
  const appUrl = overrides.appOrigin ?? safeUrl(app.url)
  const logoUrl = logoOf(overrides.logoUrl) ?? logoOf(app.logo_image_url)
  return {
    appName:
      oneLine(overrides.appName ?? app.name, 64) ||
      hostOf(appUrl, app.domain_name && `https://${app.domain_name}`),
    primaryColor,
    buttonTextColor: readableOn(primaryColor, wanted),
    fadesOnLight: contrast(primaryColor, CARD) < LEAST_EDGE,
    fadesOnDark: contrast(primaryColor, DARK_CARD) < LEAST_EDGE,
    ...(appUrl ? { appUrl } : {}),
    ...(logoUrl ? { logoUrl } : {}),
  }
}

// An app without a name is called by its host.
function hostOf(...addresses: readonly (string | undefined)[]): string {
  for (const address of addresses) {
    if (address && URL.canParse(address)) return new URL(address).hostname
  }
  return ''
}

function logoOf(value: unknown): string | undefined {
  const url = safeUrl(value)
  return url && new URL(url).protocol === 'https:' ? url : undefined
}

function colorOf(value: string | undefined): string | undefined {
  const hex = value?.toLowerCase()
  if (!hex || !/^#(?:[\da-f]{3}|[\da-f]{6})$/.test(hex)) return undefined
  if (hex.length === 7) return hex
  return `#${[...hex.slice(1)].map((digit) => digit + digit).join('')}`
}

/** The contrast that WCAG AA requires for text of this size. */
const LEAST_CONTRAST = 4.5

/** With less contrast, the edge of a button cannot be seen on the card. */
const LEAST_EDGE = 1.5

/** The wanted colour if it is readable on the background, else black or white. */
function readableOn(background: string, wanted: string | undefined): string {
  if (wanted && contrast(background, wanted) >= LEAST_CONTRAST) return wanted
  return contrast(background, '#ffffff') >= contrast(background, '#000000') ? '#ffffff' : '#000000'
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05)
}

// Relative luminance as WCAG 2 defines it.
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
