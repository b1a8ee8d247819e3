import { IntlMessageFormat } from 'intl-messageformat'
import { CATALOGUES, type Catalogue, textAt } from './catalogues.ts'
import { memoize } from './memoize.ts'

type Paths<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Paths<T[K]>}`
}[keyof T & string]

/** The name of one text of the catalogues, such as `emails.welcome.subject`. */
export type Key = Paths<Catalogue>

/** Says one text in the language, with `{arguments}` filled in. Throws when one of them is missing. */
export type Translate = (key: Key, values?: Readonly<Record<string, string | number>>) => string

const translators = new Map<string, Translate>()

/** The words of a language that there is a catalogue of (English otherwise); `app` fills in `{app}`. */
export function wordsOf(locale: string, app: string): Translate {
  const say = translators.get(locale) ?? translatorOf(locale)
  translators.set(locale, say)
  if (app) return (key, values) => say(key, { app, ...values })
  const name = say('app')
  return (key, values) => {
    const text = say(key, { app: name, ...values })
    // Unlike a name, the text that replaces it may have to begin a sentence with a capital.
    return text.startsWith(name)
      ? `${name.charAt(0).toLocaleUpperCase(locale)}${text.slice(1)}`
      : text
  }
}

function translatorOf(locale: string): Translate {
  const known = Object.hasOwn(CATALOGUES, locale) ? locale : 'en'
  const rtl = isRightToLeft(known)
  const parsed = new Map<Key, IntlMessageFormat>()
  return (key, values = {}) => {
    const message = parsed.get(key) ?? messageOf(key, known)
    parsed.set(key, message)
    return String(message.format(isolated(values, rtl)))
  }
}

// A text that is missing in another language is said in English.
function messageOf(key: Key, locale: string): IntlMessageFormat {
  const text = textAt(CATALOGUES[locale], key)
  if (text !== undefined) return parseMessage(text, locale)
  const english = textAt(CATALOGUES.en, key)
  if (english === undefined) throw new Error(`There is no text ${key}.`)
  return parseMessage(english, 'en')
}

/** Throws a SyntaxError if the text is not a valid ICU message. */
export function parseMessage(text: string, locale: string): IntlMessageFormat {
  return new IntlMessageFormat(text, locale, undefined, { ignoreTag: true })
}

const RTL_TEXT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/

// Codes and links have no marks around them, because those would be copied or opened as a part of them.
const BARE = new Set(['code', 'link'])

// Without U+2068 and U+2069 around it, a name in text of the other direction moves the punctuation next to it.
function isolated(
  values: Readonly<Record<string, string | number>>,
  rtl: boolean,
): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const apart = typeof value === 'string' && !BARE.has(name) && (rtl || RTL_TEXT.test(value))
      return [name, apart ? `\u2068${value}\u2069` : value]
    }),
  )
}

const RTL_SCRIPTS = new Set([
  'Adlm',
  'Arab',
  'Hebr',
  'Mand',
  'Nkoo',
  'Rohg',
  'Samr',
  'Syrc',
  'Thaa',
])

/** By the script that the language is written in: `ckb` and `pa-PK` do, `az` does not. */
export const isRightToLeft = memoize((locale) => {
  try {
    return RTL_SCRIPTS.has(new Intl.Locale(locale).maximize().script ?? '')
  } catch {
    // No tag yet: a preview whose language is just being typed.
    return false
  }
})
