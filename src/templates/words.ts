import { IntlMessageFormat } from 'intl-messageformat'
import { CATALOGUES, type Catalogue, LANGUAGES, textAt } from './catalogues.ts'
import { languageFor } from './language.ts'
import { memoize } from './memoize.ts'
import { currentVocabulary, type Vocabulary } from './vocabulary.ts'

type Paths<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Paths<T[K]>}`
}[keyof T & string]

/** The name of one text of the catalogues, such as `emails.welcome.subject`. */
export type Key = Paths<Catalogue>

/** Says one text in the language, with `{arguments}` filled in. Throws when one of them is missing. */
export type Translate = (key: Key, values?: Readonly<Record<string, string | number>>) => string

// Those of the current vocabulary.
const translators = new WeakMap<Vocabulary, Map<string, Translate>>()

/** The words of a language that there is a catalogue of (English otherwise); `app` fills in `{app}`. */
export function wordsOf(locale: string, app: string): Translate {
  const say = translatorFor(locale)
  if (app) return (key, values) => say(key, { app, ...values })
  const name = say('app')
  const owned = new RegExp(`(?<=\\byour )${name} `, 'gi')
  return (key, values) => {
    // "Your password was changed", not "Your our app password was changed".
    const text = say(key, { app: name, ...values }).replace(owned, '')
    // Unlike a name, the text that replaces it may have to begin a sentence with a capital.
    return text.startsWith(name)
      ? `${name.charAt(0).toLocaleUpperCase(locale)}${text.slice(1)}`
      : text
  }
}

function translatorFor(locale: string): Translate {
  const vocabulary = currentVocabulary()
  const known = translators.get(vocabulary) ?? new Map<string, Translate>()
  translators.set(vocabulary, known)
  const say = known.get(locale) ?? translatorOf(locale)
  known.set(locale, say)
  return say
}

function translatorOf(locale: string): Translate {
  const known = currentVocabulary().languages.includes(locale) ? locale : 'en'
  const rtl = isRightToLeft(known)
  const isChinese = known.startsWith('zh')
  const parsed = new Map<Key, IntlMessageFormat>()
  return (key, values = {}) => {
    const message = parsed.get(key) ?? messageOf(key, known)
    parsed.set(key, message)
    const safe = isolated(values, rtl)
    return isChinese
      ? closedUp(String(message.format(bracketed(safe))))
      : String(message.format(safe))
  }
}

/**
 * The text in the language: the operator's, else ours, else the same of the language that this one is a
 * variety of, else in English.
 */
function messageOf(key: Key, locale: string): IntlMessageFormat {
  const { overlays } = currentVocabulary()
  for (const tag of new Set([locale, languageFor(locale, LANGUAGES) ?? 'en', 'en'])) {
    for (const words of [overlays[tag], CATALOGUES[tag]]) {
      const message = messageIn(words, key, tag)
      if (message) return message
    }
  }
  throw new Error(`There is no text ${key}.`)
}

// A text of the operator's that is not valid is left out. `bellhop check-templates` reports it.
function messageIn(words: object | undefined, key: Key, tag: string): IntlMessageFormat | null {
  const text = textAt(words, key)
  if (text === undefined) return null
  try {
    return parseMessage(text, tag)
  } catch {
    return null
  }
}

/** Throws a SyntaxError if the text is not a valid ICU message. */
export function parseMessage(text: string, locale: string): IntlMessageFormat {
  return new IntlMessageFormat(text, locale, undefined, { ignoreTag: true })
}

const HAN = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef`
const BEFORE_HAN = new RegExp(` \ue000(?=\u2068?[${HAN}])`, 'gu')
const AFTER_HAN = new RegExp(`(?<=[${HAN}]\u2069?)\ue001 `, 'gu')

// The Chinese texts have spaces around values, as is usual around Latin names. Chinese names have none.
function closedUp(text: string): string {
  return text
    .replace(BEFORE_HAN, '')
    .replace(AFTER_HAN, '')
    .replace(/[\ue000\ue001]/g, '')
}

// No value contains private-use characters.
function bracketed(
  values: Readonly<Record<string, string | number>>,
): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' && !CHOICES.has(name) ? `\ue000${value}\ue001` : value,
    ]),
  )
}

// Values that choose between the words of a text.
const CHOICES = new Set(['contact'])

const RTL_TEXT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/

// Codes and links have no marks around them, because those would be copied or opened as a part of them.
const BARE = new Set(['code', 'link', 'contact'])

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
