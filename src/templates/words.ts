import { createTranslator } from 'use-intl/core'
import { CATALOGUES, type Catalogue } from './catalogues.ts'
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

function translatorOf(locale: string): Translate {
  const known = Object.hasOwn(CATALOGUES, locale) ? locale : 'en'
  const translate = createTranslator<Catalogue>({
    locale: known,
    messages: CATALOGUES[known] as Catalogue,
    timeZone: 'UTC',
    onError(error) {
      throw error
    },
  })
  const rtl = isRightToLeft(known)
  if (!known.startsWith('zh')) return (key, values = {}) => translate(key, isolated(values, rtl))
  return (key, values = {}) => closedUp(translate(key, bracketed(isolated(values, rtl))))
}

const HAN = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef`
const BEFORE_HAN = new RegExp(` \ue000(?=\u2068?[${HAN}])`, 'gu')
const AFTER_HAN = new RegExp(`(?<=[${HAN}]\u2069?)\ue001 `, 'gu')

// The Chinese texts have spaces around values, as is usual around Latin names. Chinese names have none.
function closedUp(text: string): string {
  return text.replace(BEFORE_HAN, '').replace(AFTER_HAN, '').replace(/[\ue000\ue001]/g, '')
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
