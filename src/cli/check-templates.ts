import type { Command } from 'commander'
import { EXAMPLE_RECIPIENTS } from '../clerk/examples.ts'
import type { Channel } from '../domain/message.ts'
import type { RenderInput } from '../domain/template.ts'
import { UnusableError } from '../domain/unusable-error.ts'
import { contrastFaults } from './check/contrast.ts'
import { type Example, exampleOf } from './check/example.ts'
import { type Fault, type Finding, findingLine } from './check/finding.ts'
import { faultsOf } from './check/message.ts'
import { CliError, EXIT, usage } from './cli-error.ts'
import type { CliContext, OfflineTools } from './context.ts'
import { examples } from './help-text.ts'
import { parseLocale } from './option-values.ts'
import { SLUG_HELP } from './slug-lists.ts'

interface Options {
  readonly slug?: string
  readonly language?: string
  readonly instance?: string
  readonly json?: boolean
}

/** `bellhop check-templates`: checks every message in every language, without a service. */
export function addCheckTemplates(program: Command, context: CliContext): void {
  program
    .command('check-templates')
    .description('check every message in every language, with your settings, templates and words')
    .option('--slug <slug>', 'only this slug')
    .option('--language <language>', 'only this language (BCP 47)', parseLocale)
    .option('--instance <id>', 'only the settings of this Clerk instance')
    .option('--json', 'print one JSON object per finding')
    .addHelpText(
      'after',
      SLUG_HELP +
        examples(
          'bellhop check-templates',
          'bellhop check-templates --slug verification_code --language de',
          'bellhop check-templates --json',
        ),
    )
    .action((options: Options) => check(context, options))
}

const CHANNELS = ['email', 'sms'] as const

async function check(context: CliContext, options: Options): Promise<void> {
  const tools = await context.offlineTools()
  const slugs = {
    email: chosen(await tools.slugs('email'), options.slug),
    sms: chosen(await tools.slugs('sms'), options.slug),
  }
  const languages = chosen(tools.languages, options.language)
  const own = chosen(tools.instances, options.instance)
  requireChoice(options, { slugs: [...slugs.email, ...slugs.sms], languages, own }, tools)
  const instances = options.instance ? own : [null, ...own]

  const found = new Map<string, Finding>()
  const checked = new Map<string, Channel>()
  // A finding that is the same for several instances is printed once.
  const add = (finding: Finding) => {
    const key = JSON.stringify({ ...finding, instance: null })
    if (found.has(key)) return
    found.set(key, finding)
    context.print(findingLine(finding, options))
  }

  for (const { language, ...fault } of tools.wordFaults()) {
    const isWanted = !options.language || options.language === language
    const place = { slug: null, channel: null, language, instance: null }
    if (isWanted) add({ ...place, check: 'words', ...fault })
  }
  for (const instance of instances) {
    const settings = tools.settingsOf(instance)
    for (const fault of contrastFaults(settings.brand)) {
      add({ slug: null, channel: null, language: null, instance, ...fault })
    }
    for (const channel of CHANNELS) {
      for (const slug of slugs[channel]) {
        if ((settings.ruleOf(channel, slug).use ?? 'own') !== 'own') continue
        checked.set(`${channel} ${slug}`, channel)
        const example = exampleOf(context, channel, slug)
        for (const language of languages) {
          const message = { channel, slug, language, instance }
          for (const fault of await checkOne(tools, example, message)) add({ ...message, ...fault })
        }
      }
    }
  }
  conclude(context, options, [...checked.values()], languages.length, [...found.values()])
}

function chosen(all: readonly string[], wanted: string | undefined): readonly string[] {
  return wanted === undefined ? all : all.filter((one) => one === wanted)
}

function requireChoice(
  { slug, language, instance }: Options,
  left: Readonly<Record<'slugs' | 'languages' | 'own', readonly string[]>>,
  { languages, instances }: OfflineTools,
): void {
  if (slug && left.slugs.length === 0) {
    throw usage(`There is no template for ${slug}.`, 'Leave out --slug to check all.')
  }
  if (language && left.languages.length === 0) {
    throw usage(`No message is written in ${language}.`, `Languages: ${languages.join(', ')}.`)
  }
  if (instance && left.own.length === 0) {
    const known = instances.join(', ') || 'none'
    throw usage(`The settings have no instance ${instance}.`, `Instances: ${known}.`)
  }
}

interface Checked {
  readonly channel: Channel
  readonly slug: string
  readonly language: string
  readonly instance: string | null
}

async function checkOne(
  { render, describeFailure, namesWithoutValue, settingsOf }: OfflineTools,
  { content, withOtherLinks, code, required, links }: Example,
  { channel, slug, language, instance }: Checked,
): Promise<readonly Fault[]> {
  const faults: Fault[] = []
  const input: RenderInput = {
    instanceId: instance,
    channel,
    slug,
    locales: [language],
    example: false,
    content,
    recipient: EXAMPLE_RECIPIENTS[channel],
    onFallback(fallback, error) {
      if (error instanceof UnusableError) {
        faults.push(...error.faults.map((fault) => ({ ...fault, level: 'error' as const })))
        return
      }
      const cause = error ? describeFailure(error) : fallback
      const message = `Clerk's own text would be sent, because the template fails: ${cause}`
      faults.push({ check: 'renders', level: 'error', message })
    },
  }
  const rendered = await render(input)
  if (faults.length > 0 || !rendered) return faults
  const { onFallback: _, ...again } = input
  const other = withOtherLinks && (await render({ ...again, content: withOtherLinks }))
  const subject = channel === 'email' ? settingsOf(instance).subjectOf(slug) : undefined
  const unknownNames = namesWithoutValue(subject, content.variables)
  return faultsOf(rendered, other, { code, required, links, unknownNames })
}

function conclude(
  { print }: CliContext,
  { json }: Options,
  channels: readonly Channel[],
  languages: number,
  findings: readonly Finding[],
): void {
  const sms = channels.filter((channel) => channel === 'sms').length
  const emails = channels.length - sms
  const errors = findings.filter(({ level }) => level === 'error').length
  const counts = [counted(errors, 'error'), counted(findings.length - errors, 'warning')]
  const outcome = findings.length === 0 ? 'no findings' : counts.join(', ')
  const what = `${counted(emails, 'email')} and ${sms} SMS in ${counted(languages, 'language')}`
  if (!json) print(`${what}: ${outcome}`)
  if (errors === 0) return
  throw new CliError(`${counted(errors, 'error')} found.`, {
    exitCode: EXIT.found,
    fix: 'Correct what the findings name. docs/templates.md explains each check.',
  })
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
