import { closest, distance } from 'fastest-levenshtein'
import { EMAIL_KINDS, SMS_KINDS } from './domain/slugs.ts'

type Variables = Readonly<Record<string, string>>

/** What the settings allow and probably do not mean: one sentence each, without values. */
export function settingWarnings(env: Variables, known: readonly string[]): string[] {
  return [...misspelled(env, known), ...unknownSlugs(env), ...questionable(env)]
}

// Two letters that changed places count as two.
const MOST_TYPOS = 2
// A shorter name is near to too many others.
const SHORTEST = 8

function misspelled(env: Variables, known: readonly string[]): string[] {
  return Object.keys(env)
    .filter((name) => name.length >= SHORTEST && !known.includes(name))
    .flatMap((name) => {
      const nearest = closest(name, [...known])
      return distance(name, nearest) <= MOST_TYPOS
        ? [`${name} is not a setting of Bellhop's and has no effect. Is it ${nearest}?`]
        : []
    })
}

function unknownSlugs({ MESSAGE_LIFETIMES: lifetimes = '' }: Variables): string[] {
  const slugs = [...new Set([...Object.keys(EMAIL_KINDS), ...Object.keys(SMS_KINDS)])]
  return lifetimes
    .split(/[\s,]+/)
    .flatMap((entry) => entry.split('=')[0] || [])
    .filter((slug) => !slugs.includes(slug))
    .map(
      (slug) => `MESSAGE_LIFETIMES names the unknown slug ${slug}. Is it ${closest(slug, slugs)}?`,
    )
}

function questionable(env: Variables): string[] {
  const warnings: string[] = []
  if (env.NODE_ENV === 'production' && env.PUBLIC_URL?.startsWith('http:')) {
    warnings.push(
      'PUBLIC_URL begins with http: what providers and browsers send to it can be read on the way. Set it to the https address.',
    )
  }
  if (env.TWILIO_API_KEY && !env.TWILIO_AUTH_TOKEN) {
    warnings.push(
      'TWILIO_AUTH_TOKEN is not set: Twilio signs its status callbacks with it, whatever the API key. Without it no callbacks are asked for, and receipts of SMS come later, by asking Twilio.',
    )
  }
  return warnings
}
