import { z } from 'zod'
import { type Answered, read } from './ask.ts'
import { fail, ok, type Result, skipped, warn } from './check.ts'

// This domain belongs to Resend, for first tries.
const TEST_DOMAIN = 'resend.dev'

/** What `GET /domains` answers. */
export const domainList = z.object({
  data: z.array(
    z.object({ id: z.string(), name: z.string(), status: z.string(), region: z.string() }),
  ),
})
/** What `GET /domains/{id}` answers, as far as a check needs it. */
export const domainDetail = z.object({
  open_tracking: z.boolean().optional(),
  click_tracking: z.boolean().optional(),
})

/** Every sender's domain must be verified at Resend. */
export function domainResult(reply: Answered, wanted: readonly string[]): Result {
  const list = read(domainList, reply)
  if (!list) return skipped('The answer of Resend cannot be read.')
  const own = wanted.filter((name) => name !== TEST_DOMAIN)
  const missing = own.filter(
    (name) => !list.data.some((domain) => domain.name === name && domain.status === 'verified'),
  )
  if (missing.length > 0) {
    const states = missing.map((name) => {
      const status = list.data.find((domain) => domain.name === name)?.status
      return `${name} (${status ?? 'not at Resend'})`
    })
    return fail(
      `Not verified at Resend: ${states.join(', ')}.`,
      'Add the domain at Resend > Domains and create the DNS records that it shows, or change EMAIL_FROM.',
    )
  }
  if (own.length < wanted.length) {
    return warn(
      'A sender at resend.dev reaches only the owner of the account.',
      'Verify a domain of your own at Resend > Domains, and set EMAIL_FROM to an address in it.',
    )
  }
  const regions = list.data
    .filter(({ name }) => own.includes(name))
    .map(({ name, region }) => `${name} (${region})`)
  return ok(`Verified: ${regions.join(', ')}.`)
}

/** Tracking replaces links and adds a picture. */
export function trackingResult(
  domains: readonly { name: string; detail: z.infer<typeof domainDetail> | null }[],
): Result {
  if (domains.length === 0) return skipped('There is no domain of a sender at Resend.')
  if (domains.some(({ detail }) => detail === null)) {
    return skipped('Resend does not say whether it tracks.')
  }
  const tracked = domains.filter(({ detail }) => detail?.open_tracking || detail?.click_tracking)
  if (tracked.length === 0) return ok('Opens and clicks are not tracked.')
  return fail(
    `Resend changes the links of ${tracked.map(({ name }) => name).join(', ')}, or adds a picture, to track readers.`,
    'Switch off open and click tracking at Resend > Domains. A changed sign-in link may not work.',
  )
}
