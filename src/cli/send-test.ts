import type { Command } from 'commander'
import { v4 } from 'uuid'
import type { Channel } from '../domain/message.ts'
import type { OutgoingMessage, SendOutcome, Transport } from '../domain/transport.ts'
import { CliError, EXIT, usage } from './cli-error.ts'
import type { CliContext, Workbench } from './context.ts'
import { contentFor, eventFor } from './example-message.ts'
import { adviceOn, newSvixId, postEvent } from './post-event.ts'
import { recipientOf } from './recipient.ts'
import { noteLanguage, parseLocale } from './render.ts'
import { addressOf } from './service.ts'
import { signingSecret } from './settings.ts'

interface Options {
  readonly to: string
  readonly locale?: string
  readonly all?: boolean
  readonly url: string
}

const TEN_MINUTES_MS = 600_000

/** `bellhop send-test`: templates in a real inbox, through the configured transport. */
export function addSendTest(program: Command, context: CliContext): void {
  program
    .command('send-test')
    .argument('[slug]', 'such as verification_code, invitation, welcome')
    .description('send one template, or all, to an address or a number of yours')
    .requiredOption('--to <recipient>', 'an email address, or a number for SMS')
    .option('--locale <locale>', 'language (BCP 47)', parseLocale)
    .option('--all', 'one of each template')
    .option('--url <url>', 'of the service, for capture mode', context.settings.url)
    .action((slug: string | undefined, options: Options) => sendTest(context, slug, options))
}

async function sendTest(
  context: CliContext,
  slug: string | undefined,
  options: Options,
): Promise<void> {
  const channel: Channel = options.to.trim().startsWith('+') ? 'sms' : 'email'
  const to = recipientOf(channel, options.to, true)
  const workbench = context.workbench()
  const known = await workbench.slugs(channel)
  const slugs = options.all ? known : slug ? [slug] : []
  if (slugs.length === 0) throw usage('It is not said what to send.', 'Name a slug, or pass --all.')
  const unknown = slugs.find((each) => !known.includes(each))
  if (unknown)
    throw usage(`There is no template for ${unknown}.`, `Take one of ${known.join(', ')}.`)

  noteLanguage(context, workbench, options.locale)
  const transport = workbench.transports[channel]
  const results = transport
    ? await sendBy(context, transport, workbench, { channel, slugs, to, locale: options.locale })
    : await capture(context, { channel, slugs, to, locale: options.locale, url: options.url })
  const width = Math.max(...slugs.map((each) => each.length))
  for (const [index, { words }] of results.entries()) {
    context.print(`${(slugs[index] ?? '').padEnd(width)}  ${words}`)
  }
  if (results.some(({ ok }) => ok)) {
    context.complain(transport ? seeProvider(transport) : seeOutbox(options.url, results))
  }
  const refused = results.find(({ ok }) => !ok)
  if (refused) {
    throw new CliError('Not all of it was taken.', {
      exitCode: EXIT.refused,
      fix: refused.advice,
    })
  }
}

interface Parcel {
  readonly channel: Channel
  readonly slugs: readonly string[]
  readonly to: string
  readonly locale: string | undefined
}

interface Result {
  readonly ok: boolean
  readonly words: string
  /** Of the ledger. */
  readonly messageId?: string
  /** For when it is not ok. */
  readonly advice: string
}

async function sendBy(
  context: CliContext,
  transport: Transport,
  { render, defaultLocale }: Workbench,
  { channel, slugs, to, locale }: Parcel,
): Promise<Result[]> {
  const now = context.now()
  const outgoing: OutgoingMessage[] = []
  for (const slug of slugs) {
    const rendered = await render({
      channel,
      slug,
      locales: locale ? [locale, defaultLocale] : [defaultLocale],
      example: true,
      content: contentFor(context, { channel, slug, to, set: [] }),
    })
    if (!rendered) throw new Error('There is nothing to send.')
    const expiresAt = new Date(now.getTime() + TEN_MINUTES_MS)
    outgoing.push({ ...rendered, id: `test-${v4()}`, slug, to, expiresAt })
  }
  const results: Result[] = []
  for (let at = 0; at < outgoing.length; at += transport.batchSize) {
    const group = outgoing.slice(at, at + transport.batchSize)
    const body = transport.prepare(group, now)
    const outcomes = await transport.send(body, { idempotencyKey: `test-${v4()}` })
    results.push(...group.map((_, index) => resultOf(outcomes[index])))
  }
  return results
}

function resultOf(outcome: SendOutcome | undefined): Result {
  const advice = 'The code beside each names the cause; see the documentation of the provider.'
  if (outcome?.kind === 'accepted') {
    return { ok: true, words: `accepted  ${outcome.providerMessageId ?? ''}`.trimEnd(), advice }
  }
  return { ok: false, advice, words: outcome ? `${outcome.kind}  ${outcome.code}` : 'no answer' }
}

/** In capture mode the running service is the way out: its outbox then shows them. */
async function capture(
  context: CliContext,
  parcel: Parcel & { readonly url: string },
): Promise<Result[]> {
  const { secret, instances } = await signingSecret(context, undefined)
  const results: Result[] = []
  for (const slug of parcel.slugs) {
    const example = eventFor(context, { ...parcel, slug, set: [] })
    const event = { ...example, ...(instances[0] ? { instance_id: instances[0] } : {}) }
    const to = { url: parcel.url, secret, svixId: newSvixId(context.random) }
    const answer = await postEvent(context, to, event)
    const { code, body } = answer
    const ok = code === 200 && body.status === 'accepted'
    const words = [body.status ?? body.error, body.reason, body.messageId].filter(Boolean)
    results.push({
      ok,
      words: words.join('  '),
      messageId: String(body.messageId),
      advice: adviceOn(answer),
    })
  }
  return results
}

function seeOutbox(url: string, results: readonly Result[]): string {
  const [only, more] = results
  const path = only && !more ? `/outbox/${only.messageId}` : '/'
  return `The channel is captured: see ${addressOf(url, path)}.`
}

const LOGS: Readonly<Record<string, string>> = {
  resend: 'https://resend.com/emails',
  twilio: 'https://console.twilio.com/us1/monitor/logs/sms',
}

function seeProvider({ channel, provider }: Transport): string {
  const inbox = channel === 'email' ? 'inbox' : 'telephone'
  return `It is in no ledger of Bellhop: see the ${inbox}, or ${LOGS[provider] ?? provider}.`
}
