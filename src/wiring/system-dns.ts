import { Resolver } from 'node:dns/promises'
import type { Dns } from '../doctor/dns.ts'

// What DNS answers for a name that has no such entry.
const NO_ENTRY = new Set(['ENODATA', 'ENOTFOUND'])

/** DNS as this machine asks it. */
export function systemDns(): Dns {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 })
  return {
    txt: (name) =>
      entries(async () => (await resolver.resolveTxt(name)).map((parts) => parts.join(''))),
    mx: (name) =>
      entries(async () => (await resolver.resolveMx(name)).map(({ exchange }) => exchange)),
    cname: (name) => entries(() => resolver.resolveCname(name)),
  }
}

async function entries(look: () => Promise<string[]>): Promise<string[]> {
  try {
    return await look()
  } catch (error) {
    if (NO_ENTRY.has(String((error as NodeJS.ErrnoException).code))) return []
    throw error
  }
}
