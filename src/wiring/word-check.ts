import type { Vocabulary } from '../templates/vocabulary.ts'
import type { Base } from './base.ts'

// The first readiness check is answered before it.
const AFTER_MS = 100

/**
 * Reports soon after the start what is wrong with the operator's words. Only then is what reads them loaded: a
 * process without own words needs it with its first message.
 */
export function checkWordsSoon(vocabulary: Vocabulary, { log, onError }: Base): void {
  if (Object.keys(vocabulary.overlays).length === 0) return
  const check = async () => {
    const { faultsOfWords } = await import('./word-faults.ts')
    for (const { language, level, message } of faultsOfWords(vocabulary)) {
      log[level === 'error' ? 'error' : 'warn'](`Your words for ${language}: ${message}`)
    }
  }
  setTimeout(() => void check().catch(onError), AFTER_MS).unref()
}
