import type { Fallback } from '../domain/template.ts'
import type { Missing } from './missing.ts'

/** Why Bellhop's template was not used. */
export interface Gap {
  readonly fallback: Fallback
  readonly error?: unknown
}

export function gapOf({ missing }: Missing): Gap {
  const error = new Error(`Missing or unusable: ${missing.join(', ')}.`)
  return { fallback: 'missing_variable', error }
}

/** The record of a message with Clerk's own text, which is always English. */
export const CLERKS_OWN = { template: 'clerk', locale: 'en' }
