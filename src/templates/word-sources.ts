import { isBaseOf } from '../domain/language-tag.ts'
import { LANGUAGES } from '../domain/languages.ts'
import { CATALOGUES } from './catalogues.ts'
import { languageFor } from './language.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Words and the language that they are in. */
export interface WordSource {
  readonly tag: string
  readonly words: object
}

/**
 * Where the texts of a language are looked for, in this order: the operator's words for it and for what it is a
 * variety of, our catalogue, and the same in English.
 */
export function wordSources({ overlays }: Vocabulary, language: string): readonly WordSource[] {
  const catalogue = languageFor(language, LANGUAGES) ?? 'en'
  const operators = (tags: readonly string[]) =>
    [...new Set(tags)].flatMap((tag) => sourceOf(tag, overlays[tag]))
  const ours = (tag: string) => sourceOf(tag, CATALOGUES[tag])
  return [
    ...operators([...withBases(overlays, language), ...withBases(overlays, catalogue)]),
    ...ours(catalogue),
    ...operators(withBases(overlays, 'en')),
    ...ours('en'),
  ]
}

/** The tag and those of its bases that the operator has words for, the longest first. */
export function withBases(overlays: Vocabulary['overlays'], tag: string): string[] {
  const bases = Object.keys(overlays).filter((other) => other !== tag && isBaseOf(other, tag))
  return [tag, ...bases.toSorted((a, b) => b.length - a.length)]
}

function sourceOf(tag: string, words: object | undefined): WordSource[] {
  return words ? [{ tag, words }] : []
}
