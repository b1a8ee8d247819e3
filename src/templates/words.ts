import { createTranslator } from 'use-intl/core'
import { CATALOGUES, type Catalogue } from './catalogues.ts'

type Paths<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Paths<T[K]>}`
}[keyof T & string]

/** The name of one text of the catalogues, such as `emails.welcome.subject`. */
export type Key = Paths<Catalogue>

/** Says one text in the language, with `{arguments}` filled in. Throws when one of them is missing. */
export type Say = (key: Key, values?: Readonly<Record<string, string | number>>) => string

const translators = new Map<string, Say>()

/** The words of a language that there is a catalogue of (English otherwise); `app` fills in `{app}`. */
export function wordsOf(locale: string, app: string): Say {
  const say = translators.get(locale) ?? translatorOf(locale)
  translators.set(locale, say)
  const name = app || say('app')
  return (key, values) => say(key, { app: name, ...values })
}

function translatorOf(locale: string): Say {
  const known = Object.hasOwn(CATALOGUES, locale) ? locale : 'en'
  const translate = createTranslator<Catalogue>({
    locale: known,
    messages: CATALOGUES[known] as Catalogue,
    timeZone: 'UTC',
    onError(error) {
      throw error
    },
  })
  // Most texts take no arguments, and are ten times as fast without any.
  return (key, values) =>
    values && String(translate.raw(key)).includes('{')
      ? translate(key, isolated(values, known))
      : translate(key)
}

const RTL_TEXT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/

// A name among words of the other direction takes the punctuation around it along, unless it is set
// apart (U+2068 .. U+2069). Digits need no such thing, and phones look for bare codes.
function isolated(
  values: Readonly<Record<string, string | number>>,
  locale: string,
): Record<string, string | number> {
  const rtl = isRightToLeft(locale)
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const apart =
        typeof value === 'string' && (rtl || RTL_TEXT.test(value)) && !/^\d+$/.test(value)
      return [name, apart ? `\u2068${value}\u2069` : value]
    }),
  )
}

export function isRightToLeft(locale: string): boolean {
  return /^(?:ar|fa|he|ur)\b/.test(locale)
}
