import type { Config } from '../config/config.ts'
import { EMAIL_KINDS } from '../domain/slugs.ts'

/** The domains of every sender that settings can lead to. */
export function senderDomains({ email, settingsOf, instanceNames }: Config): string[] {
  const slugs = [null, ...Object.keys(EMAIL_KINDS)]
  const senders = [null, ...instanceNames.ids].flatMap((instance) =>
    slugs.map((slug) => settingsOf(instance).senderOf(slug).from),
  )
  const domains = [email.from, ...senders].flatMap((from) => domainOf(from) ?? [])
  return [...new Set(domains)]
}

function domainOf(from: string | undefined): string | undefined {
  return /@([^@>\s]+)>?$/.exec(from ?? '')?.[1]?.toLowerCase()
}
