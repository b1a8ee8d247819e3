import { z } from 'zod'
import { type Answered, type Get, type Reply, read } from './ask.ts'
import { fail, ok, type Result, skipped, warn } from './check.ts'

// This domain belongs to Resend, for first tries.
const TEST_DOMAIN = 'resend.dev'

/** The path that lists the domains of the account. */
export const DOMAINS = '/domains?limit=100'

const domainList = z.object({
  data: z.array(
    z.object({ id: z.string(), name: z.string(), status: z.string(), region: z.string() }),
  ),
})

const tracking = z.object({
  open_tracking: z.boolean().optional(),
  click_tracking: z.boolean().optional(),
})

/** A domain at Resend, and what Resend says about it alone. */
export interface OwnDomain {
  readonly name: string
  readonly detail: Reply
}

/** Those of the `wanted` domains that are at Resend. */
export async function ownDomains(
  get: Get,
  wanted: readonly string[],
  signal: AbortSignal,
): Promise<OwnDomain[]> {
  const list = await get(DOMAINS, signal)
  const known = list.kind === 'answered' ? (read(domainList, list)?.data ?? []) : []
  return Promise.all(
    known
      .filter(({ name }) => wanted.includes(name))
      .map(async ({ id, name }) => ({
        name,
        detail: await get(`/domains/${encodeURIComponent(id)}`, signal),
      })),
  )
}

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
export function trackingResult(domains: readonly OwnDomain[]): Result {
  if (domains.length === 0) return skipped('There is no domain of a sender at Resend.')
  const states = domains.map(({ name, detail }) => ({
    name,
    state: detail.kind === 'answered' ? read(tracking, detail) : null,
  }))
  if (states.some(({ state }) => state === null)) {
    return skipped('Resend does not say whether it tracks.')
  }
  const tracked = states.filter(({ state }) => state?.open_tracking || state?.click_tracking)
  if (tracked.length === 0) return ok('Opens and clicks are not tracked.')
  return fail(
    `Resend changes the links of ${tracked.map(({ name }) => name).join(', ')}, or adds a picture, to track readers.`,
    'Switch off open and click tracking at Resend > Domains. A changed sign-in link may not work.',
  )
}
