import type { Config } from '../config/config.ts'
import { languageFor } from '../templates/language.ts'
import { createRenderer, type Renderer } from '../templates/render.ts'
import { setVocabulary } from '../templates/vocabulary.ts'
import type { Base } from './base.ts'

/** The renderer of messages, with the configured brand. */
export function openRenderer(config: Config, { log }: Base): Renderer {
  const { settingsOf, ownTemplates, codeInSubject, production, defaultLocale } = config
  setVocabulary(config.words, config.locales)
  if (!languageFor(defaultLocale)) {
    log.warn({ defaultLocale }, 'there is no catalogue for DEFAULT_LOCALE, so English is used')
  }
  return createRenderer({ settingsOf, ownTemplates, codeInSubject, production })
}
