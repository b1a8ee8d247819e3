import { z } from 'zod'
import { type Answered, read } from './ask.ts'
import { ok, type Result, skipped, warn } from './check.ts'

// For each country Twilio lists one entry for the country and others for kinds of numbers in it.
const geoPermissions = z.object({
  permissions: z.array(
    z.object({ country_code: z.string(), type: z.string(), enabled: z.boolean() }),
  ),
})

const MOST_NAMED = 10

/** `twilio.countries`: SMS may go wherever Clerk lets people sign in by SMS. */
export function countriesResult(reply: Answered, blocked: readonly string[] | null): Result {
  const all = read(geoPermissions, reply)?.permissions.filter(({ type }) => type === 'country')
  if (!all || all.length === 0) return skipped('Twilio does not say which countries it sends to.')
  const enabled = all.filter((entry) => entry.enabled).length
  if (!blocked) {
    return ok(`Twilio sends to ${enabled} countries. Without CLERK_SECRET_KEY Clerk's are unknown.`)
  }
  const closed = all
    .filter((entry) => !entry.enabled && !blocked.includes(entry.country_code))
    .map(({ country_code }) => country_code)
    .sort()
  if (closed.length === 0) return ok(`Twilio sends to all countries that Clerk allows.`)
  const rest = closed.length - MOST_NAMED
  const names = closed.slice(0, MOST_NAMED).join(', ') + (rest > 0 ? ` and ${rest} more` : '')
  return warn(
    `Clerk allows countries that Twilio does not send to: ${names}.`,
    'Allow them in the Twilio Console > Messaging > Geo permissions, or block them in Clerk.',
  )
}
