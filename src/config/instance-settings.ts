import type { BrandOverrides } from '../domain/brand.ts'
import type { InstanceSettings, Sender, SettingsOf } from '../domain/instance-settings.ts'
import { ownEntry } from '../domain/own-entry.ts'
import { type LimitLayer, limitLayer, sendingLimits } from './sending-limits.ts'
import type { BrandSettings, EmailRule, Settings } from './settings-file.ts'

/** The settings of the environment that also stand in the settings file. The environment wins. */
export interface EnvironmentSettings {
  readonly brand: BrandOverrides
  readonly sender: Sender
  /** In milliseconds by slug. */
  readonly lifetimes: Readonly<Record<string, number>>
  readonly limits: LimitLayer
  /** ISO 3166. */
  readonly smsCountries: readonly string[] | undefined
}

/**
 * The settings for one Clerk instance. What wins: the environment, then the settings of the instance, then
 * the general ones of the file.
 */
export function instanceSettings(
  environment: EnvironmentSettings,
  file: Settings,
  instanceId: string | null,
): InstanceSettings {
  const own = ownEntry(file.instances, instanceId)
  const layers = [own, file]
  const emailRules = (slug: string | null) =>
    layers.map((layer) => ownEntry<EmailRule>(layer?.messages?.email, slug) ?? {})
  return {
    name: own?.name,
    mark: own?.mark,
    brand: mergedBrand(
      environment.brand,
      ...layers.map((layer) => (layer?.brand ? brandOf(layer.brand) : {})),
    ),
    limits: sendingLimits(environment.limits, ...layers.map((layer) => limitLayer(layer?.limits))),
    smsCountries:
      environment.smsCountries ?? own?.limits?.smsCountries ?? file.limits?.smsCountries,
    ruleOf(channel, slug) {
      const [first, second] = layers.map((layer) => ownEntry(layer?.messages?.[channel], slug))
      const { use, lifetime, priority } = merged(first ?? {}, second ?? {})
      return { use, priority, lifetimeMs: ownEntry(environment.lifetimes, slug) ?? lifetime }
    },
    senderOf(slug) {
      const [ofInstance = {}, general = {}] = emailRules(slug)
      const { from, replyTo, bcc } = merged<Sender>(
        environment.sender,
        ofInstance,
        own ?? {},
        general,
        file,
      )
      return { from, replyTo, bcc }
    },
    subjectOf: (slug) => emailRules(slug).find(({ subject }) => subject)?.subject,
  }
}

function brandOf({ name, smsName, appUrl, logo, colors, ...rest }: BrandSettings): BrandOverrides {
  return {
    ...rest,
    appName: name,
    smsAppName: smsName,
    appOrigin: appUrl,
    logoUrl: logo?.src,
    logoDark: logo?.dark,
    logoWidth: logo?.width,
    logoHeight: logo?.height,
    primaryColor: colors?.primary,
    buttonTextColor: colors?.buttonText,
  }
}

// The versions and sizes of a logo belong to it: those of another layer are for another picture.
function mergedBrand(...layers: readonly BrandOverrides[]): BrandOverrides {
  const { logoUrl, logoDark, logoWidth, logoHeight } = layers.find((layer) => layer.logoUrl) ?? {}
  return { ...merged(...layers), logoUrl, logoDark, logoWidth, logoHeight }
}

/** The values of the first layer that has them. */
function merged<Values extends object>(...layers: readonly Values[]): Values {
  const all = layers.toReversed().flatMap((layer) => Object.entries(layer))
  return Object.fromEntries(all.filter(([, value]) => value !== undefined)) as Values
}

/** The settings by instance, each made once. */
export function settingsByInstance(environment: EnvironmentSettings, file: Settings): SettingsOf {
  const general = instanceSettings(environment, file, null)
  const known = new Map(
    Object.keys(file.instances ?? {}).map((id) => [id, instanceSettings(environment, file, id)]),
  )
  return (instanceId) => known.get(instanceId ?? '') ?? general
}
