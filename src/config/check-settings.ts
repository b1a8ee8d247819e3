import type { z } from 'zod'
import type { BrandFile } from '../domain/brand-file.ts'
import { EMAIL_KINDS, SMS_KINDS } from '../domain/slugs.ts'
import { readBrandFiles } from './brand-files.ts'
import type { Variables } from './clean-variables.ts'
import { nearestName } from './nearest-name.ts'
import { type Settings, settingsFile } from './settings-file.ts'
import { readWordFiles } from './word-files.ts'

/** The file in which the settings stand, for messages. */
const FILE = 'bellhop.config.ts'

const NO_WORDS = { kind: 'read', words: {} } as const

export type CheckedSettings =
  | {
      readonly kind: 'valid'
      readonly settings: Settings
      /** The operator's texts by language tag. */
      readonly words: Readonly<Record<string, object>>
      /** The pictures of the brands. */
      readonly files: readonly BrandFile[]
      readonly warnings: readonly string[]
    }
  /** One text for each fault, with what to do. */
  | { readonly kind: 'invalid'; readonly problems: readonly string[] }

/**
 * Checks everything that stands in the settings file, and reads the files that it names. `baseUrl` is where
 * Bellhop serves pictures; null if that is not known.
 */
export function checkSettings(
  file: unknown,
  root: string,
  baseUrl: string | null,
): CheckedSettings {
  const result = settingsFile.safeParse(file)
  if (!result.success) {
    return {
      kind: 'invalid',
      problems: result.error.issues.map((issue) => `${FILE}: ${faultOf(issue)}.`),
    }
  }
  const { settings, files, problems } = readBrandFiles(result.data, root, baseUrl)
  const texts = settings.words ? readWordFiles(settings.words, root) : NO_WORDS
  const faults = [...problems, ...(texts.kind === 'fault' ? [texts.problem] : [])]
  if (texts.kind === 'fault' || faults.length > 0) {
    return { kind: 'invalid', problems: faults.map((fault) => `${FILE}: ${fault}.`) }
  }
  return { kind: 'valid', settings, files, words: texts.words, warnings: unknownSlugs(settings) }
}

// Names the setting, but never its value.
function faultOf(issue: z.core.$ZodIssue): string {
  const path = issue.path.map(String).join('.')
  if (issue.code === 'unrecognized_keys') {
    return `${path === '' ? 'it' : path} has the unknown setting ${issue.keys.join(', ')}. docs/settings.md lists all`
  }
  if (issue.code === 'invalid_key') return `${path} ${issue.issues[0]?.message}`
  if (issue.code === 'invalid_type' && issue.expected === 'object')
    return `${path} must be an object`
  return `${path} ${issue.message}`
}

function unknownSlugs({ messages, instances = {} }: Settings): string[] {
  return [messages, ...Object.values(instances).map((instance) => instance.messages)].flatMap(
    (rules) => [
      ...unknownIn('email', Object.keys(rules?.email ?? {}), Object.keys(EMAIL_KINDS)),
      ...unknownIn('sms', Object.keys(rules?.sms ?? {}), Object.keys(SMS_KINDS)),
    ],
  )
}

function unknownIn(channel: string, slugs: readonly string[], known: readonly string[]): string[] {
  return slugs
    .filter((slug) => !known.includes(slug))
    .map((slug) => {
      const { name, apart } = nearestName(slug, known)
      const hint = apart <= 2 ? ` Did you mean ${name}?` : ''
      return `${FILE}: messages.${channel} contains the unknown slug ${slug}.${hint}`
    })
}

/** The settings of the file that a variable is needed for, by the name of the variable. */
export function variablesOf({ from, brand }: Settings): Variables {
  const { name, supportEmail, supportUrl } = brand ?? {}
  const given = {
    EMAIL_FROM: from,
    APP_NAME: name,
    SUPPORT_EMAIL: supportEmail,
    SUPPORT_URL: supportUrl,
  }
  return Object.fromEntries(
    Object.entries(given).flatMap(([variable, value]) => (value ? [[variable, value]] : [])),
  )
}

/** Warns of settings of an instance that have no effect, because a variable replaces them. */
export function replacedSettings(variables: Variables, { instances = {} }: Settings): string[] {
  const replaced = { EMAIL_FROM: 'from', EMAIL_REPLY_TO: 'replyTo' } as const
  const some = Object.values(instances)
  const senders = Object.entries(replaced).filter(
    ([variable, name]) => variables[variable] && some.some((instance) => instance[name]),
  )
  const brands =
    variables.APP_NAME && some.some(({ brand }) => brand?.name) ? [['APP_NAME', 'brand.name']] : []
  return [...senders, ...brands].map(
    ([variable, name]) =>
      `${variable} is set, so ${name} of the instances in ${FILE} has no effect. Remove ${variable}, and set ${name} in ${FILE}.`,
  )
}
