import type { Fallback } from '../domain/template.ts'
import type { Missing } from './missing.ts'

/** Why a template of ours was not used. */
export interface Gap {
  readonly fallback: Fallback
  readonly error?: unknown
}

export function gapOf({ missing }: Missing): Gap {
  const error = new Error(`Missing, or not fit to be used: ${missing.join(', ')}.`)
  return { fallback: 'missing_variable', error }
}

/** Clerk writes English only. */
export const CLERKS_OWN = { template: 'clerk', locale: 'en' }

/** The entry of the slug, and nothing that every object has. */
export function ownEntry<Entry>(
  entries: Readonly<Record<string, Entry>>,
  slug: string | null,
): Entry | undefined {
  return slug !== null && Object.hasOwn(entries, slug) ? entries[slug] : undefined
}
