import { z } from 'zod'
import type { Brand } from '../../emails/_parts/common.ts'
import { CARD, DARK_CARD } from '../../emails/_parts/theme.ts'
import type { BrandOverrides } from '../domain/brand.ts'
import { contrast, hexColour, READABLE } from '../domain/contrast.ts'
import { oneLine } from '../domain/plain-text.ts'
import { parseRecipient } from '../domain/recipient.ts'
import { imageUrl, safeUrl } from './url.ts'

const DEFAULT_COLOR = '#16181d'
const text = z.string().optional().catch(undefined)
const eventBrand = z.object({
  app: z
    .object({ name: text, domain_name: text, url: text, logo_image_url: text })
    .catch({})
    .default({}),
  theme: z.object({ primary_color: text, button_text_color: text }).catch({}).default({}),
  support_email: text,
})

/** The brand of one message: the overrides, else the event's `app` and `theme`, else defaults. */
export function brandOf(variables: unknown, overrides: BrandOverrides): Brand {
  const { app, theme, ...event } = eventBrand.catch({ app: {}, theme: {} }).parse(variables)
  const primaryColor =
    hexColour(overrides.primaryColor) ?? hexColour(theme.primary_color) ?? DEFAULT_COLOR
  const wanted = hexColour(overrides.buttonTextColor) ?? hexColour(theme.button_text_color)
  const appUrl = overrides.appOrigin ?? safeUrl(app.url)
  const logo = overrides.logoUrl ?? imageUrl(app.logo_image_url)
  const { supportEmail, supportUrl } = overrides
  return {
    appName:
      oneLine(overrides.appName ?? app.name, 64) ||
      hostOf(appUrl, app.domain_name && `https://${app.domain_name}`),
    primaryColor,
    buttonTextColor: readableOn(primaryColor, wanted),
    fadesOnLight: contrast(primaryColor, CARD) < LEAST_EDGE,
    fadesOnDark: contrast(primaryColor, DARK_CARD) < LEAST_EDGE,
    ...present({
      appUrl,
      logo,
      // The dark version of another logo would be wrong.
      logoDark: overrides.logoUrl && overrides.logoDark,
      logoWidth: overrides.logoUrl ? overrides.logoWidth : undefined,
      logoHeight: overrides.logoUrl ? overrides.logoHeight : undefined,
      supportEmail: supportEmail ?? (supportUrl ? undefined : addressOf(event.support_email)),
      supportUrl,
      accountUrl: overrides.accountUrl,
      address: overrides.address,
      links: overrides.links,
      footer: overrides.footer,
      fontStack: overrides.fontStack,
    }),
  }
}

function present<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value)) as never
}

// An app without a name is called by its host.
function hostOf(...addresses: readonly (string | undefined)[]): string {
  for (const address of addresses) {
    if (address && URL.canParse(address)) return new URL(address).hostname
  }
  return ''
}

function addressOf(value: string | undefined): string | undefined {
  const address = parseRecipient('email', value)
  return address && PLAIN_ADDRESS.test(address) ? address : undefined
}

// An address that needs no escapes in a mailto link.
const PLAIN_ADDRESS = /^[\w.+-]{1,64}@[a-z\d.-]{1,190}$/

/** With less contrast, the edge of a button cannot be seen on the card. */
const LEAST_EDGE = 1.5

/** The wanted colour if it is readable on the background, else black or white. */
function readableOn(background: string, wanted: string | undefined): string {
  if (wanted && contrast(background, wanted) >= READABLE) return wanted
  return contrast(background, '#ffffff') >= contrast(background, '#000000') ? '#ffffff' : '#000000'
}
