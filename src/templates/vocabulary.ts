import { isBaseOf } from '../domain/language-tag.ts'
import { CATALOGUES } from './catalogues.ts'

/** The words of this process: what the operator says instead of our texts, and in which languages. */
export interface Vocabulary {
  /** Texts by language tag (BCP 47) that replace ours, key by key. */
  readonly overlays: Readonly<Record<string, object>>
  /** The languages that messages may be written in. */
  readonly languages: readonly string[]
}

// Not the list of the domain: this loads our texts, so a broken file is reported at the start.
const OURS = Object.keys(CATALOGUES)

let vocabulary: Vocabulary = { overlays: {}, languages: OURS }

/**
 * Sets the words of this process, because templates ask for words by language only. `locales` limits the
 * languages. Without it there are ours and those of `overlays`.
 */
export function setVocabulary(
  overlays: Vocabulary['overlays'] = {},
  locales: readonly string[] = [...OURS, ...Object.keys(overlays).filter(isLanguageOfItsOwn)],
): void {
  vocabulary = { overlays, languages: locales }
}

// No reader asks for `pt` where there is `pt-BR`: those words are said in all Portuguese.
function isLanguageOfItsOwn(tag: string): boolean {
  return !OURS.some((ours) => isBaseOf(tag, ours))
}

export function currentVocabulary(): Vocabulary {
  return vocabulary
}
