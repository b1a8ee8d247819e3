import { z } from 'zod'
import { type Get, read } from './ask.ts'
import { type Check, fail, ok, type Result, skipped, warn } from './check.ts'
import { ownDomains } from './resend-domains.ts'

/** Look-ups of DNS. Each resolves with no entries if there are none, and rejects if DNS does not answer. */
export interface Dns {
  txt(name: string): Promise<readonly string[]>
  mx(name: string): Promise<readonly string[]>
  cname(name: string): Promise<readonly string[]>
}

const records = z.object({
  records: z.array(
    z.object({
      record: z.string(),
      name: z.string(),
      type: z.string(),
      value: z.string(),
    }),
  ),
})
type DnsRecord = z.infer<typeof records>['records'][number]

const NEEDED = new Set(['SPF', 'DKIM'])

/** `dns`: the entries that Resend lists for the domain of each sender, and DMARC. */
export function dnsCheck(setUp: {
  /** Asks Resend; null if another provider sends, whose entries only its own pages list. */
  readonly get: Get | null
  readonly domains: readonly string[]
  readonly dns: Dns
}): Check {
  const { get, domains, dns } = setUp
  return {
    id: 'dns',
    async run(signal) {
      const own = get ? await ownDomains(get, domains, signal) : []
      const faults = await Promise.all(
        own.map(({ name, detail }) => {
          const listed = detail.kind === 'answered' ? read(records, detail)?.records : undefined
          return missingOf(dns, name, listed ?? [])
        }),
      )
      return result(domains, own.length, faults.flat(), await withoutDmarc(dns, domains))
    },
  }
}

function result(
  domains: readonly string[],
  known: number,
  faults: readonly string[],
  open: readonly string[],
): Result {
  if (domains.length === 0) return skipped('There is no sender of emails.')
  if (faults.length > 0) {
    return fail(
      `DNS has no ${faults.join(', no ')}.`,
      'Create these entries as Resend > Domains shows them. New entries may need an hour.',
    )
  }
  if (open.length > 0) {
    return warn(
      `There is no DMARC entry for ${open.join(', ')}.`,
      'Create a TXT entry _dmarc with v=DMARC1; p=none; and make it stricter once reports look right.',
    )
  }
  return known === 0
    ? skipped('DMARC is there. The other entries (SPF, DKIM) are not known to Bellhop.')
    : ok('DNS has the entries for SPF, DKIM and DMARC.')
}

async function missingOf(
  dns: Dns,
  domain: string,
  listed: readonly DnsRecord[],
): Promise<string[]> {
  const needed = listed.filter(({ record }) => NEEDED.has(record))
  const there = await Promise.all(needed.map((record) => isThere(dns, domain, record)))
  return needed
    .filter((_, index) => !there[index])
    .map(({ record, type, name }) => `${record} (${type} ${fullName(name, domain)})`)
}

async function isThere(dns: Dns, domain: string, record: DnsRecord): Promise<boolean> {
  const name = fullName(record.name, domain)
  const wanted = plain(record.value)
  const found = await lookUp(dns, record.type, name)
  return found.some((entry) => plain(entry) === wanted)
}

function lookUp(dns: Dns, type: string, name: string): Promise<readonly string[]> {
  if (type === 'MX') return dns.mx(name)
  return type === 'CNAME' ? dns.cname(name) : dns.txt(name)
}

/** Resend writes names below the registered domain, such as `send` or `send.auth`. */
function fullName(name: string, domain: string): string {
  if (name === domain || name.endsWith(`.${domain}`)) return name
  // `send.auth` for auth.acme.com: the part that both have is written once.
  const labels = domain.split('.')
  for (let at = labels.length - 1; at > 0; at -= 1) {
    const start = labels.slice(0, at).join('.')
    if (name === start || name.endsWith(`.${start}`)) return `${name}.${labels.slice(at).join('.')}`
  }
  return `${name}.${domain}`
}

const plain = (value: string) => value.replaceAll(/["\s]/g, '').replace(/\.$/, '').toLowerCase()

/** DMARC of the registered domain applies to the domains below it. */
async function withoutDmarc(dns: Dns, domains: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    domains.map(async (domain) => {
      const labels = domain.split('.')
      for (let at = 0; at < labels.length - 1; at += 1) {
        const entries = await dns.txt(`_dmarc.${labels.slice(at).join('.')}`)
        if (entries.some((entry) => /^v=DMARC1\b/i.test(entry))) return true
      }
      return false
    }),
  )
  return domains.filter((_, index) => !found[index])
}
