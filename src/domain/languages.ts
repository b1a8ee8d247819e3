/** The languages (BCP 47) that Bellhop has words in: those of `templates/catalogues.ts`. */
export const LANGUAGES = [
  'en',
  'ar',
  'de',
  'es',
  'fr',
  'he',
  'hi',
  'it',
  'ja',
  'ko',
  'nl',
  'pl',
  'pt-BR',
  'ru',
  'tr',
  'uk',
  'zh-CN',
  'zh-TW',
] as const

export type Language = (typeof LANGUAGES)[number]
