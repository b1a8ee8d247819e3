import { type Command, InvalidArgumentError } from 'commander'
import { EXAMPLE_SLUGS, EXAMPLE_TYPES, type ExampleType, exampleEvent } from '../clerk/examples.ts'
import { PUBLISHED_EXAMPLES } from '../clerk/published-examples.ts'
import type { SigningSecret } from '../clerk/signing-secrets.ts'
import { assign } from './assignments.ts'
import { CliError, EXIT, usage } from './cli-error.ts'
import type { CliContext } from './context.ts'
import { type Answer, adviceOn, isProduction, newSvixId, postEvent } from './post-event.ts'
import { recipientOf } from './recipient.ts'
import { signingSecret } from './settings.ts'

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

const OTHER_SECRET: SigningSecret = {
  secret: `whsec_${Buffer.from('not the secret of this service').toString('base64')}`,
  instances: [],
}
const AT_ONCE = 20
// What writes to somebody.
const SENT: ReadonlySet<ExampleType> = new Set(['email.created', 'sms.created', 'user.created'])

/** `bellhop trigger`: an event, signed and posted as Clerk does. */
export function addTrigger(program: Command, context: CliContext): void {
  program
    .command('trigger')
    .argument('<event>', EXAMPLE_TYPES.join(', '), parseType)
    .description("post an event to the service, signed as Clerk's are")
    .option(
      '--slug <slug>',
      `of the email or SMS, such as ${EXAMPLE_SLUGS.email.slice(0, 3).join(', ')}`,
    )
    .option('--to <recipient>', 'address or number')
    .option(
      '--set <path=value>',
      'a template variable, or with data. in front any field of the payload',
      collect,
      [],
    )
    .option('--url <url>', 'of the service', context.settings.url)
    .option('--secret <secret>', 'to sign with')
    .option('--count <n>', 'that many different events', parseCount, 1)
    .option('--duplicate', 'post each event twice')
    .option('--age <age>', 'how long ago it happened: 30s, 11m, 2h, 1d', parseAge, 0)
    .option('--bad-signature', 'sign with a wrong secret; being refused is then what is expected')
    .option('--published', "post Clerk's own example unchanged, as the Dashboard does")
    .option('--json', 'answers as NDJSON')
    .action((type: ExampleType, options: Options) => trigger(context, type, options))
}

async function trigger(context: CliContext, type: ExampleType, given: Options): Promise<void> {
  const channel = type === 'sms.created' ? 'sms' : 'email'
  const { to } = given
  const options = to === undefined ? given : { ...given, to: recipientOf(channel, to) }
  const secret = options.badSignature ? OTHER_SECRET : await signingSecret(context, options.secret)
  noteUnknownSlug(context, type, options.slug)
  await spareStrangers(context, type, options)
  const answers: Answer[] = []
  for (let sent = 0; sent < options.count; sent += AT_ONCE) {
    const size = Math.min(AT_ONCE, options.count - sent)
    const group = Array.from({ length: size }, () => postOne(context, type, options, secret))
    answers.push(...(await Promise.all(group)).flat())
  }
  report(context, type, answers, options)
  const refused = answers.find(({ code }) => (options.badSignature ? code !== 400 : code >= 300))
  if (refused) {
    const { code, body } = refused
    const [title, fix] = options.badSignature
      ? [`A forged event was answered ${code}.`, 'It should be 400: check what listens there.']
      : [`The service answered ${code} ${body.error ?? ''}.`, adviceOn(refused)]
    throw new CliError(title, { exitCode: EXIT.refused, fix })
  }
}

/** The examples are addressed to somebody who may exist: not where messages reach people. */
async function spareStrangers(
  context: CliContext,
  type: ExampleType,
  { to, published, badSignature, url }: Options,
): Promise<void> {
  const isAddressed = to !== undefined || published || badSignature
  if (isAddressed || !SENT.has(type) || !(await isProduction(context, url))) return
  throw usage(
    `The service at ${url} is in production, where the example would be sent to a stranger.`,
    'Say who gets it: --to with an address or a number of yours.',
  )
}

async function postOne(
  context: CliContext,
  type: ExampleType,
  options: Options,
  { secret, instances }: SigningSecret,
): Promise<Answer[]> {
  const event = eventOf(context, type, options, instances[0])
  const to = { url: options.url, secret, svixId: newSvixId(context.random) }
  const post = () => postEvent(context, to, event)
  return options.duplicate ? [await post(), await post()] : [await post()]
}

function eventOf(
  context: CliContext,
  type: ExampleType,
  options: Options,
  instanceId: string | undefined,
): unknown {
  if (options.published) {
    const example = PUBLISHED_EXAMPLES[type]
    if (example) return example
    throw usage(
      `There is no published example of ${type} here.`,
      `Take one of ${Object.keys(PUBLISHED_EXAMPLES).join(', ')}.`,
    )
  }
  const at = new Date(context.now().getTime() - options.age)
  const event = exampleEvent({
    type,
    slug: options.slug,
    to: options.to,
    at,
    instanceId,
    random: context.random,
  })
  return { ...event, data: assign(event.data, options.set) }
}

function report(
  { print }: CliContext,
  type: string,
  answers: readonly Answer[],
  options: Options,
): void {
  if (options.json) {
    for (const { code, body } of answers) print(JSON.stringify({ type, code, ...body }))
    return
  }
  if (options.count === 1) {
    for (const { code, body } of answers) {
      const words = [body.status ?? body.error, body.reason, body.messageId].filter(Boolean)
      print(`${type}  ${code}  ${words.join('  ')}`)
    }
    return
  }
  const counts = new Map<string, number>()
  for (const { code, body } of answers) {
    const key = `${code} ${body.status ?? body.error}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  for (const [key, count] of counts) print(`${type}  ${count} x ${key}`)
}

function noteUnknownSlug(
  { complain }: CliContext,
  type: ExampleType,
  slug: string | undefined,
): void {
  const known: readonly string[] = type === 'sms.created' ? EXAMPLE_SLUGS.sms : EXAMPLE_SLUGS.email
  if (slug && !known.includes(slug)) {
    complain(`Clerk is not known to use the slug ${slug}; known are ${known.join(', ')}.`)
  }
}

function collect(value: string, values: string[]): string[] {
  return [...values, value]
}

function parseType(value: string): ExampleType {
  const type = EXAMPLE_TYPES.find((known) => known === value)
  if (!type) throw new InvalidArgumentError(`It is one of ${EXAMPLE_TYPES.join(', ')}.`)
  return type
}

function parseCount(value: string): number {
  const count = Number(value)
  if (!Number.isInteger(count) || count < 1 || count > 100_000)
    throw new InvalidArgumentError('It is a number from 1 to 100000.')
  return count
}

const UNITS_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

const OLDEST_MS = 3_650 * 86_400_000

function parseAge(value: string): number {
  const [, amount, unit = ''] = /^(\d+)([smhd])$/.exec(value) ?? []
  const factor = UNITS_MS[unit]
  if (!factor) throw new InvalidArgumentError('It is a number with a unit: 30s, 11m, 2h, 1d.')
  const age = Number(amount) * factor
  if (age > OLDEST_MS) throw new InvalidArgumentError('It is at most 3650d.')
  return age
}
