import { type Command, Option } from 'commander'
import { SegmentedMessage } from 'sms-segments-calculator'
import { EXAMPLE_RECIPIENTS } from '../clerk/examples.ts'
import type { Channel } from '../domain/message.ts'
import type { Fallback, Rendered } from '../domain/template.ts'
import type { CliContext, OfflineTools } from './context.ts'
import { contentFor } from './example-message.ts'
import { examples } from './help-text.ts'
import { collect, parseLocale } from './option-values.ts'
import { textLines } from './printable.ts'
import { SLUG_HELP } from './slug-lists.ts'

interface Options {
  readonly channel: Channel
  readonly locale?: string
  readonly instance?: string
  readonly set: string[]
  readonly json?: boolean
  readonly html?: boolean
  readonly text?: boolean
}

/** `bellhop render`: prints an example of a message and sends nothing. */
export function addRender(program: Command, context: CliContext): void {
  program
    .command('render')
    .argument('<slug>', 'such as verification_code, invitation, welcome')
    .description('print an example of a message, as it would be sent')
    .addOption(
      new Option('--channel <channel>', 'email or sms').choices(['email', 'sms']).default('email'),
    )
    .option('--locale <locale>', 'language of the reader (BCP 47)', parseLocale)
    .option('--instance <id>', 'the Clerk instance whose settings apply, such as ins_2abc')
    .option('--set <path=value>', 'a template variable, such as otp_code=424242', collect, [])
    .addOption(new Option('--json', 'print all parts as JSON').conflicts(['html', 'text']))
    .addOption(new Option('--html', 'print the HTML part').conflicts('text'))
    .option('--text', 'print the text part, or the SMS')
    .addHelpText(
      'after',
      SLUG_HELP +
        examples(
          'bellhop render verification_code --locale de',
          'bellhop render verification_code --channel sms --set otp_code=424242',
          'bellhop render invitation --html > invitation.html',
        ),
    )
    .action((slug: string, options: Options) => print(context, slug, options))
}

/** Warns that a language has no catalogue. */
export function warnOfLanguage(
  { complain }: CliContext,
  { hasCatalogueFor }: OfflineTools,
  locale: string | undefined,
): void {
  if (locale && !hasCatalogueFor(locale)) {
    complain(`There is no catalogue for ${locale}, so another language is used.`)
  }
}

async function print(context: CliContext, slug: string, options: Options): Promise<void> {
  const { channel, locale, instance } = options
  const offlineTools = await context.offlineTools()
  const { defaultLocale, render } = offlineTools
  warnOfLanguage(context, offlineTools, locale)
  const rendered = await render({
    channel,
    slug,
    locales: [...(locale ? [locale] : []), defaultLocale],
    example: false,
    instanceId: instance ?? null,
    recipient: EXAMPLE_RECIPIENTS[channel],
    content: contentFor(context, { channel, slug, set: options.set }),
    onFallback: (fallback, error) =>
      context.complain(explained(offlineTools, slug, fallback, error)),
  })
  if (!rendered) throw new Error('There is nothing to send.')
  for (const part of partsOf(rendered, options)) textLines(part).forEach(context.print)
}

/** Why Clerk's own text would be sent, for the author of the template. */
function explained(
  { describeFailure }: OfflineTools,
  slug: string,
  fallback: Fallback,
  error: unknown,
): string {
  switch (fallback) {
    case 'unknown_slug':
      return `There is no template for ${slug}. Bellhop would send Clerk's own text.`
    case 'missing_variable':
      return `Variables of ${slug} are missing. Bellhop would send Clerk's own text. ${describeFailure(error)}`
    case 'template_error':
      return `The template for ${slug} fails. Bellhop would send Clerk's own text. ${describeFailure(error)}`
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
