import { EMAIL_KINDS, kindOfSlug, SMS_KINDS } from '../domain/slugs.ts'
import type { Variables } from './clean-variables.ts'
import { nearestName } from './nearest-name.ts'
import type { Settings } from './settings-file.ts'

/** Warns of settings of the file that are valid but probably a mistake. `file` is its name. */
export function settingsFileWarnings(settings: Settings, file: string): string[] {
  return [...unknownSlugs(settings), ...riskyRules(settings)].map((text) => `${file}: ${text}`)
}

/** The rules of all instances and the general ones. */
export function rulesIn({ messages, instances = {} }: Settings) {
  return [messages, ...Object.values(instances).map((instance) => instance.messages)]
}

function unknownSlugs(settings: Settings): string[] {
  const { templates = {} } = settings
  return [
    ...unknownIn('templates', Object.keys(templates), Object.keys(EMAIL_KINDS)),
    ...rulesIn(settings).flatMap((rules) => [
      ...unknownIn('messages.email', Object.keys(rules?.email ?? {}), Object.keys(EMAIL_KINDS)),
      ...unknownIn('messages.sms', Object.keys(rules?.sms ?? {}), Object.keys(SMS_KINDS)),
    ]),
  ]
}

/** Warns of rules that keep people from signing in, or let others do it. */
function riskyRules(settings: Settings): string[] {
  return rulesIn(settings).flatMap((rules) =>
    (['email', 'sms'] as const).flatMap((channel) =>
      Object.entries(rules?.[channel] ?? {}).flatMap(([slug, rule]) => {
        const name = `messages.${channel}.${slug}`
        const kind = kindOfSlug(channel, slug)
        if (kind !== 'code' && kind !== 'link') return []
        const bcc = 'bcc' in rule && rule.bcc
        return [
          ...(rule.use === 'off' ? [`${name} is off: nobody can sign in with it.`] : []),
          ...(bcc ? [`${name} has a bcc: whoever reads the copy can sign in.`] : []),
        ]
      }),
    ),
  )
}

function unknownIn(where: string, slugs: readonly string[], known: readonly string[]): string[] {
  return slugs
    .filter((slug) => !known.includes(slug))
    .map((slug) => {
      const { name, apart } = nearestName(slug, known)
      const hint = apart <= 2 ? ` Did you mean ${name}?` : ''
      return `${where} contains the unknown slug ${slug}.${hint}`
    })
}

/** Warns of settings of the file that have no effect, because a variable replaces them. */
export function replacedSettings(variables: Variables, settings: Settings, file: string): string[] {
  const instances = Object.values(settings.instances ?? {})
  const emailRules = rulesIn(settings).flatMap((rules) => Object.values(rules?.email ?? {}))
  const brands = instances.flatMap(({ brand }) => brand ?? [])
  const replaced = [
    ['EMAIL_FROM', 'from', [...instances, ...emailRules].some(({ from }) => from)],
    ['EMAIL_REPLY_TO', 'replyTo', [...instances, ...emailRules].some(({ replyTo }) => replyTo)],
    ['APP_NAME', 'brand.name', brands.some(({ name }) => name)],
    ['BRAND_COLOR', 'brand.colors.primary', brands.some(({ colors }) => colors?.primary)],
    ['BRAND_LOGO_URL', 'brand.logo', brands.some(({ logo }) => logo)],
    ['SUPPORT_EMAIL', 'brand.supportEmail', brands.some(({ supportEmail }) => supportEmail)],
  ] as const
  return replaced
    .filter(([variable, , isSet]) => isSet && variables[variable])
    .map(
      ([variable, name]) =>
        `${variable} is set, so ${name} of single instances or slugs in ${file} has no effect. Remove ${variable}, and set ${name} in ${file}.`,
    )
}
