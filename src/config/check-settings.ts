import type { z } from 'zod'
import type { BrandFile } from '../domain/brand-file.ts'
import { readBrandFiles } from './brand-files.ts'
import type { Variables } from './clean-variables.ts'
import { type Settings, settingsFile } from './settings-file.ts'
import { FILE, rulesIn, settingsFileWarnings } from './settings-file-warnings.ts'
import { readWordFiles } from './word-files.ts'

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
 * Checks the settings file and reads the files that it names. `baseUrl` is where Bellhop serves pictures; null
 * if that is not known.
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
  const faults = [
    ...problems,
    ...(texts.kind === 'fault' ? [texts.problem] : []),
    ...welcomeFaults(settings),
  ]
  if (texts.kind === 'fault' || faults.length > 0) {
    return { kind: 'invalid', problems: faults.map((fault) => `${FILE}: ${fault}.`) }
  }
  return {
    kind: 'valid',
    settings,
    files,
    words: texts.words,
    warnings: settingsFileWarnings(settings),
  }
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

function welcomeFaults(settings: Settings): string[] {
  const isClerks = rulesIn(settings).some((rules) => rules?.email?.welcome?.use === 'clerk')
  return isClerks
    ? [
        'messages.email.welcome.use cannot be clerk, because Clerk has no text for it: use own or off',
      ]
    : []
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
