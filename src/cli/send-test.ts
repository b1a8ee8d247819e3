import type { Command } from 'commander'
import { ownSvixId } from '../domain/clerk-contact.ts'
import type { Channel } from '../domain/message.ts'
import type { SendOutcome, Transport } from '../domain/transport.ts'
import { CliError, EXIT, usage } from './cli-error.ts'
import type { CliContext } from './context.ts'
import { eventFor } from './example-message.ts'
import { examples } from './help-text.ts'
import { parseLocale } from './option-values.ts'
import { adviceOn, postEvent } from './post-event.ts'
import { recipientOf } from './recipient.ts'
import { warnOfLanguage } from './render.ts'
import { type ExampleMessages, sendExamples } from './send-examples.ts'
import { addressOf } from './service.ts'
import { signingSecret } from './settings.ts'
import { SLUG_HELP } from './slug-lists.ts'

interface Options {
  readonly to: string
  readonly locale?: string
  readonly all?: boolean
  readonly url: string
}

/** `bellhop send-test`: sends examples through the configured transport, to see them in a real inbox. */
export function addSendTest(program: Command, context: CliContext): void {
  program
    .command('send-test')
    .argument('[slug]', 'such as verification_code, invitation, welcome')
    .description('send one template, or all, to your own address or number')
    .requiredOption('--to <recipient>', 'email address, or number for SMS')
    .option('--locale <locale>', 'language of the reader (BCP 47)', parseLocale)
    .option('--all', 'send every template once')
    .option('--url <url>', 'address of the service, for capture mode', context.settings.url)
    .addHelpText(
      'after',
      SLUG_HELP +
        examples(
          'bellhop send-test verification_code --to you@example.com',
          'bellhop send-test verification_code --to +14155550123 --locale de',
          'bellhop send-test --all --to you@example.com',
        ),
    )
    .action((slug: string | undefined, options: Options) => sendTest(context, slug, options))
}

async function sendTest(
  context: CliContext,
  slug: string | undefined,
  options: Options,
): Promise<void> {
  const channel: Channel = options.to.trim().startsWith('+') ? 'sms' : 'email'
  const to = recipientOf(channel, options.to, { either: true })
  const offlineTools = await context.offlineTools()
  const known = await offlineTools.slugs(channel)
  const slugs = options.all ? known : slug ? [slug] : []
  if (slugs.length === 0) throw usage('The slug is missing.', 'Name a slug, or pass --all.')
  const unknown = slugs.find((each) => !known.includes(each))
  if (unknown)
    throw usage(`There is no template for ${unknown}.`, `Use one of ${known.join(', ')}.`)

  warnOfLanguage(context, offlineTools, options.locale)
  const transport = offlineTools.transports[channel]
  const results = transport
    ? (
        await sendExamples(context, transport, offlineTools, {
          channel,
          slugs,
          to,
          locale: options.locale,
        })
      ).map(resultOf)
    : await capture(context, { channel, slugs, to, locale: options.locale, url: options.url })
  const width = Math.max(...slugs.map((each) => each.length))
  for (const [index, { line }] of results.entries()) {
    context.print(`${(slugs[index] ?? '').padEnd(width)}  ${line}`)
  }
  if (results.some(({ ok }) => ok)) {
    context.complain(transport ? seeProvider(transport) : seeOutbox(options.url, results))
  }
  const refused = results.find(({ ok }) => !ok)
  if (refused) {
    throw new CliError('Not every message was accepted.', {
      exitCode: EXIT.refused,
      fix: refused.advice,
    })
  }
}

interface Result {
  readonly ok: boolean
  /** The result as one line of output. */
  readonly line: string
  /** The id of the message in the ledger. */
  readonly messageId?: string
  /** What the user can do if the result is not ok. */
  readonly advice: string
}

function resultOf(outcome: SendOutcome | undefined): Result {
  const advice = 'The code after each slug names the cause. See the documentation of the provider.'
  if (outcome?.kind === 'accepted') {
    return { ok: true, line: `accepted  ${outcome.providerMessageId ?? ''}`.trimEnd(), advice }
  }
  return { ok: false, advice, line: outcome ? `${outcome.kind}  ${outcome.code}` : 'no answer' }
}

/** In capture mode the running service captures the messages, and its outbox shows them. */
async function capture(
  context: CliContext,
  messages: ExampleMessages & { readonly url: string },
): Promise<Result[]> {
  const { secret, instances } = await signingSecret(context, undefined)
  const results: Result[] = []
  for (const slug of messages.slugs) {
    const example = eventFor(context, { ...messages, slug, set: [] })
    const event = { ...example, ...(instances[0] ? { instance_id: instances[0] } : {}) }
    const to = { url: messages.url, secret, svixId: ownSvixId(context.random) }
    const answer = await postEvent(context, to, event)
    const { code, body } = answer
    const ok = code === 200 && body.status === 'accepted'
    const words = [body.status ?? body.error, body.reason, body.messageId].filter(Boolean)
    results.push({
      ok,
      line: words.join('  '),
      messageId: String(body.messageId),
      advice: adviceOn(answer),
    })
  }
  return results
}

function seeOutbox(url: string, results: readonly Result[]): string {
  const [only, more] = results
  const path = only && !more ? `/outbox/${only.messageId}` : '/'
  return `The channel is in capture mode. See ${addressOf(url, path)}.`
}

const PROVIDER_LOGS: Readonly<Record<string, string>> = {
  resend: 'https://resend.com/emails',
  smtp: 'the log of your mail server',
  twilio: 'https://console.twilio.com/us1/monitor/logs/sms',
}

function seeProvider({ channel, provider }: Transport): string {
  const inbox = channel === 'email' ? 'inbox' : 'phone'
  return `The ledger does not contain test messages. See the ${inbox}, or ${PROVIDER_LOGS[provider] ?? provider}.`
}
