import { z } from 'zod'
import { LONGEST_MS } from '../domain/expiry.ts'
import { parseDuration } from './durations.ts'
import { entriesOf } from './list-settings.ts'

// A message with a shorter lifetime would expire on its way to the provider.
export const SHORTEST_MS = 30_000

/** `verification_code=10m,welcome=2d`: lifetimes in milliseconds by slug. */
export const lifetimes = z.string().transform((value, context) => {
  const bySlug: Record<string, number> = {}
  for (const entry of entriesOf(value)) {
    const parsed = parseEntry(entry)
    if (typeof parsed === 'string') {
      context.addIssue(parsed)
      return z.NEVER
    }
    bySlug[parsed.slug] = parsed.lifetime
  }
  return bySlug
})

/** One entry, or what is wrong with it. */
function parseEntry(entry: string): { slug: string; lifetime: number } | string {
  const [, slug = '', duration = ''] = /^([a-z_]+)=(.+)$/.exec(entry) ?? []
  const lifetime = parseDuration(duration)
  if (lifetime === null) {
    return 'must be a list such as verification_code=10m,welcome=2d (units s, m, h, d)'
  }
  if (lifetime > LONGEST_MS) return `sets ${slug} to more than 366d`
  if (lifetime < SHORTEST_MS) return `sets ${slug} to less than 30s`
  return { slug, lifetime }
}
