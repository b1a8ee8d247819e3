import { type Command, Option } from 'commander'
import type { TemplateName } from '../../clerk/templates-api.ts'
import type { Channel } from '../../domain/message.ts'
import { usage } from '../cli-error.ts'
import { collect } from '../option-values.ts'

/** Which templates a command is about. */
export interface Choice {
  readonly slug: string[]
  readonly channel?: Channel
  readonly all?: boolean
}

export function addChoice(command: Command): Command {
  return command
    .option('--slug <slug>', 'only this template; may be repeated', collect, [])
    .addOption(
      new Option('--channel <channel>', 'only emails, or only SMS').choices(['email', 'sms']),
    )
    .option('--all', 'all templates')
}

/** Throws a CliError if the options name no templates. */
export function requireChoice({ slug, channel, all }: Choice): void {
  if (all && slug.length > 0) throw usage('--all and --slug exclude each other.', 'Keep one.')
  if (all || channel || slug.length > 0) return
  throw usage('It is not said which templates.', 'Pass --slug, --channel or --all.')
}

/** The chosen ones. Throws a CliError if a slug is none of them. */
export function chosenOf<Template extends TemplateName>(
  templates: readonly Template[],
  { slug, channel }: Choice,
  where: string,
): Template[] {
  const ofChannel = templates.filter((one) => channel === undefined || one.channel === channel)
  const known = [...new Set(ofChannel.map((one) => one.slug))]
  const unknown = slug.find((one) => !known.includes(one))
  if (unknown !== undefined) {
    throw usage(
      `${where} no ${channel ?? 'template'} ${unknown}.`,
      known.length > 0 ? `Use one of ${known.join(', ')}.` : 'There are none.',
    )
  }
  return slug.length === 0 ? ofChannel : ofChannel.filter((one) => slug.includes(one.slug))
}

/** A template in words: `email verification_code`. */
export function labelOf({ channel, slug }: TemplateName): string {
  return `${channel === 'sms' ? 'SMS' : 'email'} ${slug}`
}

/** Several templates in words. */
export function namesOf(templates: readonly TemplateName[]): string {
  return templates.map(labelOf).join(', ') || 'nothing'
}
