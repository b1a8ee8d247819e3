import type { Config } from '../config/config.ts'
import { languageFor } from '../templates/language.ts'
import { createRenderer, type Renderer } from '../templates/render.ts'
import type { Base } from './base.ts'

/** The renderer of messages, with the configured brand. */
export function openRenderer(config: Config, { log }: Base): Renderer {
  const { settingsOf, codeInSubject, production, defaultLocale } = config
  if (!languageFor(defaultLocale)) {
    log.warn({ defaultLocale }, 'there is no catalogue for DEFAULT_LOCALE, so English is used')
  }
  return createRenderer({ settingsOf, codeInSubject, production })
}
