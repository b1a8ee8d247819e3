import { IntlMessageFormat } from 'intl-messageformat'
import { type Catalogue, textAt } from './catalogues.ts'
import { isolated } from './isolated.ts'
import { memoize } from './memoize.ts'
import { currentVocabulary, type Vocabulary } from './vocabulary.ts'
import { type WordSource, wordSources } from './word-sources.ts'

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
  const sources = wordSources(currentVocabulary(), known)
  const parsed = new Map<Key, IntlMessageFormat>()
  return (key, values = {}) => {
    const message = parsed.get(key) ?? messageOf(key, sources)
    parsed.set(key, message)
    const safe = isolated(values, rtl)
    return isChinese
      ? closedUp(String(message.format(bracketed(safe))))
      : String(message.format(safe))
  }
}

/** The text of the first source that has it. */
function messageOf(key: Key, sources: readonly WordSource[]): IntlMessageFormat {
  for (const source of sources) {
    const message = messageIn(source, key)
    if (message) return message
  }
  throw new Error(`There is no text ${key}.`)
}

// A text of the operator's that is not valid is left out, and reported at the start.
function messageIn({ words, tag }: WordSource, key: Key): IntlMessageFormat | null {
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
