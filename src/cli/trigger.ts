import { Argument, type Command } from 'commander'
import { EXAMPLE_SLUGS, EXAMPLE_TYPES, type ExampleType, exampleEvent } from '../clerk/examples.ts'
import { PUBLISHED_EXAMPLES } from '../clerk/published-examples.ts'
import type { SigningSecret } from '../clerk/signing-secrets.ts'
import { ownSvixId } from '../domain/clerk-contact.ts'
import { assign } from './assignments.ts'
import { CliError, EXIT, usage } from './cli-error.ts'
import type { CliContext } from './context.ts'
import { examples } from './help-text.ts'
import { collect, parseAge, wholeNumber } from './option-values.ts'
import { type Answer, adviceOn, isProduction, postEvent } from './post-event.ts'
import { recipientOf } from './recipient.ts'
import { signingSecret } from './settings.ts'
import { SLUG_HELP } from './slug-lists.ts'
import { answerLines, summaryLines } from './trigger-report.ts'

interface Options {
  readonly slug?: string
  readonly to?: string
  readonly set: string[]
  readonly url: string
  readonly secret?: string
  readonly count: number
  readonly duplicate?: boolean
  readonly age: number
  readonly badSignature?: boolean
  readonly published?: boolean
  readonly json?: boolean
}

const WRONG_SECRET: SigningSecret = {
  secret: `whsec_${Buffer.from('not the secret of this service').toString('base64')}`,
  instances: [],
}
const MOST_EVENTS = 100_000
const REQUESTS_AT_ONCE = 20
const TYPES_WITH_A_MESSAGE: ReadonlySet<ExampleType> = new Set([
  'email.created',
  'sms.created',
  'user.created',
])

/** `bellhop trigger`: signs an event and posts it to the service, as Clerk does. */
export function addTrigger(program: Command, context: CliContext): void {
  program
    .command('trigger')
    .addArgument(new Argument('<event>', 'type of the event').choices(EXAMPLE_TYPES))
    .description('post an event to the service, signed as Clerk signs it')
    .option('--slug <slug>', 'slug of the email or SMS (default: verification_code)')
    .option('--to <recipient>', 'email address or number of the recipient')
    .option(
      '--set <path=value>',
      'a template variable, or any field of the payload if it begins with data.',
      collect,
      [],
    )
    .option('--url <url>', 'address of the service', context.settings.url)
    .option('--secret <secret>', 'signing secret')
    .option(
      '--count <n>',
      'number of events; each has its own id',
      wholeNumber({ most: MOST_EVENTS }),
      1,
    )
    .option('--duplicate', 'post each event twice')
    .option('--age <age>', 'how long ago the event happened: 30s, 11m, 2h, 1d', parseAge, 0)
    .option('--bad-signature', 'sign with a wrong secret and expect a refusal')
    .option('--published', "post Clerk's own example unchanged, as the Dashboard does")
    .option('--json', 'print one JSON object per answer')
    .addHelpText(
      'after',
      '\nThe service treats it as an event of Clerk. In production it sends a real message.\n' +
        SLUG_HELP +
        examples(
          'bellhop trigger email.created --to ada@example.com',
          'bellhop trigger sms.created --to +14155552671 --set otp_code=424242',
          'bellhop trigger email.created --slug invitation --set inviter_name=Grace',
          'bellhop trigger email.created --age 11m    # its code has expired, so nothing is sent',
        ),
    )
    .action((type: ExampleType, options: Options) => trigger(context, type, options))
}

async function trigger(context: CliContext, type: ExampleType, parsed: Options): Promise<void> {
  const channel = type === 'sms.created' ? 'sms' : 'email'
  const { to } = parsed
  const options = to === undefined ? parsed : { ...parsed, to: recipientOf(channel, to) }
  const secret = options.badSignature ? WRONG_SECRET : await signingSecret(context, options.secret)
  warnOfUnknownSlug(context, type, options.slug)
  await requireRecipient(context, type, options)
  const answers: Answer[] = []
  for (let sent = 0; sent < options.count; sent += REQUESTS_AT_ONCE) {
    const size = Math.min(REQUESTS_AT_ONCE, options.count - sent)
    const group = Array.from({ length: size }, () => postOne(context, type, options, secret))
    answers.push(...(await Promise.all(group)).flat())
  }
  const isSummary = options.count > 1 && !options.json
  const lines = isSummary ? summaryLines(type, answers) : answerLines(type, answers, options)
  lines.forEach(context.print)
  throwIfUnexpected(answers, options)
}

/** In production an example without a recipient would go to a made-up address that may exist. */
async function requireRecipient(
  context: CliContext,
  type: ExampleType,
  { to, published, badSignature, url }: Options,
): Promise<void> {
  const isSafe = to !== undefined || published || badSignature || !TYPES_WITH_A_MESSAGE.has(type)
  if (isSafe || !(await isProduction(context, url))) return
  throw usage(
    `The service at ${url} is in production and would send the example to a stranger.`,
    'Pass --to with your own address or number.',
  )
}

async function postOne(
  context: CliContext,
  type: ExampleType,
  options: Options,
  { secret, instances }: SigningSecret,
): Promise<Answer[]> {
  const event = options.published
    ? publishedEvent(type)
    : newEvent(context, type, options, instances[0])
  const to = { url: options.url, secret, svixId: ownSvixId(context.random) }
  const post = () => postEvent(context, to, event)
  return options.duplicate ? [await post(), await post()] : [await post()]
}

function publishedEvent(type: ExampleType): unknown {
  const example = PUBLISHED_EXAMPLES[type]
  if (example) return example
  throw usage(
    `Clerk has published no example of ${type}.`,
    `Use one of ${Object.keys(PUBLISHED_EXAMPLES).join(', ')}.`,
  )
}

function newEvent(
  { now, random }: CliContext,
  type: ExampleType,
  { slug, to, age, set }: Options,
  instanceId: string | undefined,
): unknown {
  const at = new Date(now().getTime() - age)
  const change = (data: Record<string, unknown>) => assign(data, set)
  return exampleEvent({ type, slug, to, at, instanceId, random, change })
}

function throwIfUnexpected(answers: readonly Answer[], { badSignature }: Options): void {
  const unexpected = answers.find(({ code }) => (badSignature ? code !== 400 : code >= 300))
  if (!unexpected) return
  const { code, body } = unexpected
  const [title, fix] = badSignature
    ? [
        `The service answered ${code} to a forged event.`,
        'The answer should be 400: check which program listens there.',
      ]
    : [`The service answered ${code} ${body.error ?? ''}.`, adviceOn(unexpected)]
  throw new CliError(title, { exitCode: EXIT.refused, fix })
}

function warnOfUnknownSlug(
  { complain }: CliContext,
  type: ExampleType,
  slug: string | undefined,
): void {
  const known: readonly string[] = type === 'sms.created' ? EXAMPLE_SLUGS.sms : EXAMPLE_SLUGS.email
  if (slug && !known.includes(slug)) {
    complain(`${slug} is not a known slug of Clerk. Known slugs: ${known.join(', ')}.`)
  }
}
