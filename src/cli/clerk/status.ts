import type { Command } from 'commander'
import type { ClerkTemplate } from '../../clerk/templates-api.ts'
import type { CliContext } from '../context.ts'
import { examples } from '../help-text.ts'
import { table } from '../table.ts'
import { byHand, knownTemplates } from './by-hand.ts'
import { labelOf } from './choice.ts'
import { connect, named } from './connect.ts'
import { inOrder } from './order.ts'
import { DAYS, readReport, type ServiceReport } from './running-service.ts'
import { createSends, type Sends } from './sends.ts'

interface Options {
  readonly url: string
  readonly json?: boolean
}

/** `bellhop clerk status`: who delivers each template, and what Bellhop would send. */
export function addStatus(clerk: Command, context: CliContext): void {
  clerk
    .command('status')
    .description('list the templates of the Clerk instance: who delivers, and what Bellhop sends')
    .option('--url <url>', 'address of the service, for the events', context.settings.url)
    .option('--json', 'print one JSON object per template')
    .addHelpText(
      'after',
      examples(
        'bellhop clerk status',
        'bellhop clerk status --json | jq -r \'select(.deliveredBy == "clerk") | .slug\'',
      ),
    )
    .action((options: Options) => showStatus(context, options))
}

interface Row extends Sends {
  readonly template: ClerkTemplate
}

async function showStatus(context: CliContext, options: Options): Promise<void> {
  const clerk = await connect(context)
  if (clerk.kind === 'by_hand') {
    // With --json, stdout is for objects only.
    const tell = options.json ? context.complain : context.print
    byHand('status', clerk.why, inOrder(knownTemplates())).forEach(tell)
    return
  }
  const { instance, templates } = clerk
  const sendsOf = await createSends(await context.offlineTools(), instance)
  const rows: Row[] = []
  for (const template of templates) rows.push({ template, ...(await sendsOf(template)) })
  if (options.json) {
    for (const row of rows) context.print(JSON.stringify(objectOf(row)))
    return
  }
  context.print(`Clerk instance: ${named(clerk)}`)
  const report = await readReport(context, options.url, instance)
  for (const line of table(COLUMNS, rows.map(cellsOf(report)))) context.print(line)
  remarksOn(rows).forEach(context.print)
  if (report.kind === 'not_read') {
    context.complain(`The events of the last ${DAYS} days are not known: ${report.why}`)
  }
}

// Scripts rely on these names.
function objectOf({ template, sends, missing }: Row) {
  const { channel, slug, deliveredBy, customised } = template
  return { channel, slug, deliveredBy, sends, missing, customised }
}

const COLUMNS = [
  'channel',
  'slug',
  'name',
  'delivered by',
  'Bellhop sends',
  'missing variables',
  'customised',
  `events (${DAYS} days)`,
]

const WORDS = { own: 'own template', clerk: "Clerk's text", off: 'nothing (off)' } as const

function cellsOf(report: ServiceReport): (row: Row) => string[] {
  return ({ template, sends, missing, known }) => [
    template.channel,
    template.slug,
    template.name,
    template.deliveredBy,
    known ? WORDS[sends] : `${WORDS[sends]} - UNKNOWN SLUG`,
    missing.join(', ') || '-',
    template.customised ? 'yes' : 'no',
    report.kind === 'read' ? report.eventsOf(template) : '-',
  ]
}

/** What the table does not say in words. */
function remarksOn(rows: readonly Row[]): string[] {
  const count = rows.filter(({ template }) => template.deliveredBy === 'you').length
  const unknown = rows.filter(({ known }) => !known).map(({ template }) => labelOf(template))
  return [
    `You deliver ${count} of ${rows.length} templates.`,
    ...(unknown.length > 0
      ? [
          `Bellhop does not know ${unknown.join(', ')}. It sends Clerk's own text for an unknown slug, unless bellhop.config.ts has a template for it.`,
        ]
      : []),
  ]
}
