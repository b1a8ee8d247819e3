import type { Variables } from './clean-variables.ts'
import type { BrandSettings, Settings } from './settings-file.ts'

/** A value of a brand, and the name of the setting that it comes from. */
export interface Sourced {
  readonly value: string
  readonly name: string
}

// The settings of a brand that are also variables, or about which Bellhop may warn.
const SETTINGS = {
  primary: ['BRAND_COLOR', 'colors.primary', (brand) => brand.colors?.primary],
  buttonText: ['BRAND_BUTTON_TEXT_COLOR', 'colors.buttonText', (brand) => brand.colors?.buttonText],
  logo: ['BRAND_LOGO_URL', 'logo', (brand) => brand.logo?.src],
  darkLogo: [null, 'logo.dark', (brand) => brand.logo?.dark],
  appUrl: ['APP_ORIGIN', 'appUrl', (brand) => brand.appUrl],
  smsAppHash: ['SMS_APP_HASH', 'smsAppHash', (brand) => brand.smsAppHash],
} satisfies Readonly<
  Record<string, readonly [string | null, string, (brand: BrandSettings) => string | undefined]>
>

/** The values of one brand by their names, with their sources. */
export type BrandSources = Readonly<Partial<Record<keyof typeof SETTINGS, Sourced>>>

/**
 * The brands that messages may have: the general one and that of each instance. `file` is the name of the
 * settings file.
 */
export function brandSources(
  env: Variables,
  { brand, instances = {} }: Settings,
  file: string,
): BrandSources[] {
  const general = { path: 'brand', brand }
  const own = Object.entries(instances).map(([id, instance]) => ({
    path: `instances.${id}.brand`,
    brand: instance.brand,
  }))
  return [[general], ...own.map((one) => [one, general])].map((layers) =>
    sourcesIn(env, layers, file),
  )
}

interface Layer {
  readonly path: string
  readonly brand: BrandSettings | undefined
}

function sourcesIn(env: Variables, layers: readonly Layer[], file: string): BrandSources {
  return Object.fromEntries(
    Object.entries(SETTINGS).flatMap(([key, [variable, setting, read]]): [string, Sourced][] => {
      const set = variable && env[variable]
      if (set) return [[key, { value: set, name: variable }]]
      for (const { path, brand } of layers) {
        const value = brand && read(brand)
        if (value) return [[key, { value, name: `${path}.${setting} in ${file}` }]]
      }
      return []
    }),
  )
}
