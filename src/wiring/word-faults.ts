import { nearestName } from '../config/nearest-name.ts'
import { type WordFault, wordFaults } from '../templates/own-words.ts'
import type { Vocabulary } from '../templates/vocabulary.ts'

/** What is wrong with the operator's words. */
export function faultsOfWords(vocabulary: Vocabulary): WordFault[] {
  return wordFaults(vocabulary, (name, known) => nearestName(name, known).name)
}
