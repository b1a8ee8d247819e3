import type { Config } from '../../src/config/config.ts'
import { currentVocabulary } from '../../src/templates/vocabulary.ts'
import { templateSlugs } from '../../src/wiring/template-slugs.ts'
import { variablesOf } from '../support/email-input.ts'
import { writeEmail } from '../support/every-email.ts'

/** An email on a sheet. */
export interface ShownEmail {
  readonly title: string
  readonly html: string
}

export type Shown = Pick<Config, 'settingsOf' | 'ownTemplates' | 'codeInSubject'>

/** The emails that Bellhop writes with these settings; not those that are left to Clerk or off. */
export async function slugsOf(shown: Shown, instance: string | null): Promise<string[]> {
  const { ruleOf } = shown.settingsOf(instance)
  const all = await templateSlugs('email', shown)
  return all.filter((slug) => (ruleOf('email', slug).use ?? 'own') === 'own')
}

/** Every email in one language. */
export async function everyEmail(shown: Shown, instance: string | null, locale: string) {
  const slugs = await slugsOf(shown, instance)
  return Promise.all(slugs.map((slug) => shownEmail(shown, instance, slug, locale, slug)))
}

/** One email in every language. */
export function everyLanguage(shown: Shown, instance: string | null, slug: string) {
  return Promise.all(
    currentVocabulary().languages.map((locale) =>
      shownEmail(shown, instance, slug, locale, locale),
    ),
  )
}

async function shownEmail(
  { settingsOf, ownTemplates, codeInSubject }: Shown,
  instance: string | null,
  slug: string,
  locale: string,
  name: string,
): Promise<ShownEmail> {
  const settings = settingsOf(instance)
  const options = { settingsOf: () => settings, ownTemplates, codeInSubject }
  const { html, subject } = await writeEmail(slug, locale, variablesOf(slug), options)
  return { title: `${name}: ${subject}`, html }
}
