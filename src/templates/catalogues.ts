import type { Language } from '../domain/languages.ts'
import ar from './locales/ar.json' with { type: 'json' }
import de from './locales/de.json' with { type: 'json' }
import en from './locales/en.json' with { type: 'json' }
import es from './locales/es.json' with { type: 'json' }
import fr from './locales/fr.json' with { type: 'json' }
import he from './locales/he.json' with { type: 'json' }
import hi from './locales/hi.json' with { type: 'json' }
import it from './locales/it.json' with { type: 'json' }
import ja from './locales/ja.json' with { type: 'json' }
import ko from './locales/ko.json' with { type: 'json' }
import nl from './locales/nl.json' with { type: 'json' }
import pl from './locales/pl.json' with { type: 'json' }
import ptBR from './locales/pt-BR.json' with { type: 'json' }
import ru from './locales/ru.json' with { type: 'json' }
import tr from './locales/tr.json' with { type: 'json' }
import uk from './locales/uk.json' with { type: 'json' }
import zhCN from './locales/zh-CN.json' with { type: 'json' }
import zhTW from './locales/zh-TW.json' with { type: 'json' }

/** All texts of one language. The other languages must have the same keys as English. */
export type Catalogue = typeof en

const ours = {
  en,
  ar,
  de,
  es,
  fr,
  he,
  hi,
  it,
  ja,
  ko,
  nl,
  pl,
  'pt-BR': ptBR,
  ru,
  tr,
  uk,
  'zh-CN': zhCN,
  'zh-TW': zhTW,
} satisfies Readonly<Record<Language, Catalogue>>

/**
 * The catalogues by language tag (BCP 47). A new language needs one file, two lines here, and its tag in
 * `domain/languages.ts`.
 */
export const CATALOGUES: Readonly<Record<string, Catalogue>> = ours

/** The text with this key, such as `emails.welcome.subject`; undefined if there is none. */
export function textAt(words: object | undefined, key: string): string | undefined {
  let value: unknown = words
  for (const name of key.split('.')) value = (value as Record<string, unknown> | undefined)?.[name]
  return typeof value === 'string' ? value : undefined
}
