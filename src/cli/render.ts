import { type Command, InvalidArgumentError, Option } from 'commander'
import { SegmentedMessage } from 'sms-segments-calculator'
import { languageTag } from '../domain/language-tag.ts'
import type { Channel } from '../domain/message.ts'
import type { Fallback, Rendered } from '../domain/template.ts'
import type { CliContext, Workbench } from './context.ts'
import { contentFor } from './example-message.ts'
import { textLines } from './printable.ts'

interface Options {
  readonly channel: Channel
  readonly locale?: string
  readonly set: string[]
  readonly json?: boolean
  readonly html?: boolean
  readonly text?: boolean
}

/** `bellhop render`: what would be sent, from an example, without sending it. */
export function addRender(program: Command, context: CliContext): void {
  program
    .command('render')
    .argument('<slug>', 'such as verification_code, invitation, welcome')
    .description('print what would be sent')
    .addOption(
      new Option('--channel <channel>', 'email or sms').choices(['email', 'sms']).default('email'),
    )
    .option('--locale <locale>', 'language of the reader (BCP 47)', parseLocale)
    .option(
      '--set <path=value>',
      'a template variable, such as otp_code=424242',
      (value, values: string[]) => [...values, value],
      [],
    )
    .addOption(new Option('--json', 'all of it').conflicts(['html', 'text']))
    .addOption(new Option('--html', 'the HTML part').conflicts('text'))
    .option('--text', 'the text part, or the SMS')
    .action((slug: string, options: Options) => print(context, slug, options))
}

/** A language tag, in its canonical form. */
export function parseLocale(value: string): string {
  const tag = languageTag(value)
  if (!tag) throw new InvalidArgumentError('It is a language tag such as de or pt-BR.')
  return tag
}

/** Complains of a language that there is no catalogue of. */
export function noteLanguage(
  { complain }: CliContext,
  { hasWordsFor }: Workbench,
  locale: string | undefined,
): void {
  if (locale && !hasWordsFor(locale)) {
    complain(`There is no catalogue for ${locale}; another language is used.`)
  }
}

async function print(context: CliContext, slug: string, options: Options): Promise<void> {
  const { channel, locale } = options
  const workbench = context.workbench()
  const { defaultLocale, render } = workbench
  noteLanguage(context, workbench, locale)
  const rendered = await render({
    channel,
    slug,
    locales: [...(locale ? [locale] : []), defaultLocale],
    example: false,
    content: contentFor(context, { channel, slug, set: options.set }),
    onFallback: (fallback, error) => context.complain(explained(workbench, slug, fallback, error)),
  })
  if (!rendered) throw new Error('There is nothing to send.')
  for (const part of partsOf(rendered, options)) textLines(part).forEach(context.print)
}

/** Why Clerk's own words would be sent, for whoever can mend it. */
function explained(
  { describeFailure }: Workbench,
  slug: string,
  fallback: Fallback,
  error: unknown,
): string {
  switch (fallback) {
    case 'unknown_slug':
      return `There is no template for ${slug}; Clerk's own words would be sent.`
    case 'missing_variable':
      return `There is not enough for ${slug}; Clerk's own words would be sent. ${describeFailure(error)}`
    case 'template_error':
      return `The template of ${slug} cannot be used; Clerk's own words would be sent. ${describeFailure(error)}`
  }
}

function partsOf(rendered: Rendered, { json, html, text }: Options): string[] {
  const { channel } = rendered
  if (json) {
    const size = channel === 'sms' ? { sms: segmentsOf(rendered.body) } : {}
    return [JSON.stringify({ ...rendered, ...size }, null, 2)]
  }
  const head = [
    `locale    ${rendered.locale}`,
    `template  ${rendered.template}${rendered.fallback ? ` (${rendered.fallback})` : ''}`,
  ]
  if (channel === 'email') {
    if (html) return [rendered.html]
    if (text) return [rendered.text]
    return [`subject   ${rendered.subject}`, ...head, '', rendered.text]
  }
  if (html || text) return [rendered.body]
  const { segments, encoding } = segmentsOf(rendered.body)
  return [...head, `segments  ${segments} (${encoding})`, '', rendered.body]
}

function segmentsOf(body: string): { segments: number; encoding: string; characters: number } {
  const message = new SegmentedMessage(body)
  return {
    segments: message.segmentsCount,
    encoding: message.getEncodingName(),
    characters: message.numberOfCharacters,
  }
}
