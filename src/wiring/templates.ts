import type { Config } from '../config/config.ts'
import { languageFor } from '../templates/language.ts'
import { createRenderer, type Renderer } from '../templates/render.ts'
import { setVocabulary } from '../templates/vocabulary.ts'
import type { Base } from './base.ts'

/** The renderer of messages with the settings. Sets the words of this process. */
export function configuredRenderer(config: Config): Renderer {
  const { settingsOf, ownTemplates, codeInSubject, production } = config
  setVocabulary(config.words, config.locales)
  return createRenderer({ settingsOf, ownTemplates, codeInSubject, production })
}

/** The same for the service, with a warning in its log. */
export function openRenderer(config: Config, { log }: Base): Renderer {
  const { defaultLocale } = config
  const renderer = configuredRenderer(config)
  if (!languageFor(defaultLocale)) {
    log.warn({ defaultLocale }, 'there is no catalogue for DEFAULT_LOCALE, so English is used')
  }
  return renderer
}
