import type { BrandFile } from '../domain/brand-file.ts'
import { readBrandFiles } from './brand-files.ts'
import type { Variables } from './clean-variables.ts'
import type { SettingsPlace } from './load-settings.ts'
import { localeFaults } from './locale-faults.ts'
import { parseSettings } from './parse-settings.ts'
import type { Settings } from './settings-file.ts'
import { rulesIn, settingsFileWarnings } from './settings-file-warnings.ts'
import { readWordFiles } from './word-files.ts'

const NO_WORDS = { words: {}, problems: [] }

export interface CheckedSettings {
  /** All settings, or those that can be used if there are problems. */
  readonly settings: Settings
  /** The operator's texts by language tag. */
  readonly words: Readonly<Record<string, object>>
  /** The pictures of the brands. */
  readonly files: readonly BrandFile[]
  /** One text for each fault, with what to do. */
  readonly problems: readonly string[]
  readonly warnings: readonly string[]
}

/**
 * Checks the settings file and reads the files that it names. `baseUrl` is where Bellhop serves pictures; null
 * if that is not known.
 */
export function checkSettings(
  exported: unknown,
  { root, name }: SettingsPlace,
  baseUrl: string | null,
): CheckedSettings {
  const { settings: usable, faults } = parseSettings(exported)
  const pictures = readBrandFiles(usable, root, baseUrl)
  const { settings } = pictures
  const texts = settings.words ? readWordFiles(settings.words, root) : NO_WORDS
  // A file of words that cannot be read may be that of an unknown language.
  const unknown =
    texts.problems.length > 0 ? [] : localeFaults(settings.locales ?? [], Object.keys(texts.words))
  const inFile = (text: string) => `${name}: ${text}.`
  return {
    settings,
    files: pictures.files,
    words: texts.words,
    problems: [
      ...faults,
      ...pictures.problems,
      ...texts.problems,
      ...unknown,
      ...welcomeFaults(settings),
    ].map(inFile),
    warnings: [...settingsFileWarnings(settings, name), ...pictures.warnings.map(inFile)],
  }
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
  const given = { EMAIL_FROM: from, APP_NAME: brand?.name }
  return Object.fromEntries(
    Object.entries(given).flatMap(([variable, value]) => (value ? [[variable, value]] : [])),
  )
}
