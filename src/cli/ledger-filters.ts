import { type Command, Option } from 'commander'
import { nearestName } from '../config/nearest-name.ts'
import { MESSAGE_STATUSES } from '../domain/message.ts'
import type { CliContext } from './context.ts'
import { ALL_SLUGS } from './slug-lists.ts'

/** Which messages of the ledger a command is about. */
export interface LedgerFilters {
  readonly status?: string
  readonly reason?: string
  readonly slug?: string
  readonly channel?: string
  readonly instance?: string
  readonly recipient?: string
  readonly language?: string
  readonly provider?: string
  readonly fallback?: boolean
}

export function addLedgerFilters(command: Command): Command {
  return command
    .addOption(new Option('--status <status>', 'only this status').choices(MESSAGE_STATUSES))
    .option('--reason <reason>', 'only this reason, such as too_many, country or suppressed')
    .option('--slug <slug>', 'only this slug, such as verification_code')
    .addOption(new Option('--channel <channel>', 'only this channel').choices(['email', 'sms']))
    .option('--instance <instance>', 'Clerk instance: its id, or its name in the settings file')
    .option('--recipient <recipient>', 'email address or number, in full')
    .option('--language <language>', 'only messages in this language, such as de')
    .option('--provider <provider>', 'only this provider, such as resend')
    .option('--fallback', 'only messages with the text of Clerk instead of a template')
}

/** The filters as the JSON API reads them. */
export function queryOf(filters: LedgerFilters): [name: string, value: string][] {
  const { status, reason, slug, channel, instance, recipient, language, provider } = filters
  const fallback = filters.fallback ? 'true' : undefined
  return Object.entries({
    status,
    reason,
    slug,
    channel,
    instance,
    recipient,
    language,
    provider,
    fallback,
  }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as [string, string]]))
}

/** Says that a slug is probably misspelt. Your own templates and future slugs of Clerk have other names. */
export function warnOfSlug({ complain }: CliContext, { slug }: LedgerFilters): void {
  if (slug === undefined || ALL_SLUGS.includes(slug)) return
  const { name } = nearestName(slug, ALL_SLUGS)
  complain(`${slug} is not a slug that Bellhop knows. The nearest one is ${name}.`)
}
