import type { Config } from '../config/config.ts'
import { domainOf } from '../domain/recipient.ts'
import { EMAIL_KINDS } from '../domain/slugs.ts'

/** The addresses of every sender that settings can lead to. `*` stands for a name that Clerk gives. */
export function senderAddresses({ email, settingsOf, instanceNames }: Config): string[] {
  const slugs = [null, ...Object.keys(EMAIL_KINDS)]
  const senders = [null, ...instanceNames.ids].flatMap((instance) =>
    slugs.map((slug) => settingsOf(instance).senderOf(slug).from),
  )
  const addresses = [email.from, ...senders].flatMap((from) => addressIn(from) ?? [])
  return [...new Set(addresses)]
}

/** Their domains. */
export function senderDomains(config: Config): string[] {
  return [...new Set(senderAddresses(config).map(domainOf))]
}

function addressIn(from: string | undefined): string | undefined {
  const [, name, domain = ''] = /([^<\s]+)@([^@>\s]+)>?$/.exec(from ?? '') ?? []
  return name && `${name}@${domain.toLowerCase()}`
}
