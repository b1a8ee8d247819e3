import type { Command } from 'commander'
import { entryOf, isSameTemplate, type RecordedTemplate } from '../../clerk/delivery-record.ts'
import type { ClerkTemplate, TemplateName } from '../../clerk/templates-api.ts'
import { type CliError, usage } from '../cli-error.ts'
import type { CliContext } from '../context.ts'
import { examples } from '../help-text.ts'
import { byHand, knownTemplates } from './by-hand.ts'
import { addChoice, type Choice, chosenOf, labelOf, requireChoice } from './choice.ts'
import { connect, named } from './connect.ts'
import {
  createDeliveryDesk,
  RECORD_FILE,
  readRecord,
  requireSameInstance,
} from './delivery-desk.ts'
import { inOrder } from './order.ts'
import { restoreAll } from './restore-all.ts'

interface Options extends Choice {
  readonly record: string
}

/**
 * `bellhop clerk give-back`: lets Clerk deliver again. It needs no service and no settings but those of Clerk,
 * because it is for the moment when Bellhop does not work.
 */
export function addGiveBack(clerk: Command, context: CliContext): void {
  const command = clerk
    .command('give-back')
    .description('restore who delivered before the take-over, codes first')
  addChoice(command)
    .option('--record <file>', 'where the state before is kept', RECORD_FILE)
    .addHelpText(
      'after',
      '\nIt works while Bellhop is down. It needs only CLERK_SECRET_KEY and the record.\n' +
        examples(
          'bellhop clerk give-back --all',
          'bellhop clerk give-back --channel email --slug verification_code',
        ),
    )
    .action((options: Options) => giveBack(context, options))
}

async function giveBack(context: CliContext, options: Options): Promise<void> {
  requireChoice(options)
  const record = await readRecord(options.record)
  const clerk = await connect(context)
  if (clerk.kind === 'by_hand') {
    const templates = record ? takenOver(record.templates) : knownTemplates()
    const chosen = chosenOf(templates, options, 'The record has')
    byHand('give-back', clerk.why, codesFirst(chosen)).forEach(context.print)
    return
  }
  context.print(`Clerk instance: ${named(clerk)}`)
  if (!record) throw noRecord(options.record, clerk.templates)
  requireSameInstance(options.record, record, clerk)
  const chosen = chosenOf(record.templates, options, `${options.record} has`)
  const desk = createDeliveryDesk(context, clerk, options.record, record)
  const different = chosen.filter((entry) => isDifferent(entry, clerk.templates))
  await restoreAll(context, clerk.api, desk, codesFirst(different))
  const others = clerk.templates.filter(
    (template) => template.deliveredBy === 'you' && !entryOf(record, template),
  )
  if (others.length > 0 && options.all) {
    context.print(
      `Not on record, so you still deliver them: ${others.map(labelOf).join(', ')}. If Clerk should deliver them, switch them on in the Clerk Dashboard > Customization.`,
    )
  }
}

/** Those that Bellhop has taken over, and those whose switch has no known end. */
function takenOver(templates: readonly RecordedTemplate[]): RecordedTemplate[] {
  return templates.filter(({ before, now }) => before !== now)
}

/** The same, and those that somebody has switched since without the record. */
function isDifferent(entry: RecordedTemplate, templates: readonly ClerkTemplate[]): boolean {
  const shown = templates.find((template) => isSameTemplate(template, entry))
  return entry.before !== entry.now || (shown !== undefined && shown.deliveredBy !== entry.before)
}

function codesFirst<Template extends TemplateName>(templates: readonly Template[]): Template[] {
  return inOrder(templates).toReversed()
}

function noRecord(path: string, templates: readonly ClerkTemplate[]): CliError {
  const yours = templates.filter(({ deliveredBy }) => deliveredBy === 'you').map(labelOf)
  if (yours.length === 0) {
    return usage(
      `There is no ${path}, and Clerk delivers all templates.`,
      'There is nothing to give back.',
    )
  }
  return usage(
    `There is no ${path}, so it is not known what Clerk delivered before.`,
    `Name the file with --record. Without one, switch "Delivered by Clerk" on in the Dashboard (https://dashboard.clerk.com/~/customization/email and /sms). You deliver: ${yours.join(', ')}.`,
  )
}
