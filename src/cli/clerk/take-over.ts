import type { Command } from 'commander'
import { skipOption } from '../chosen-checks.ts'
import { CliError, EXIT, usage } from '../cli-error.ts'
import type { CliContext } from '../context.ts'
import { examples } from '../help-text.ts'
import { byHand, knownTemplates } from './by-hand.ts'
import { checksFailed, failedChecks } from './checks.ts'
import { addChoice, type Choice, chosenOf, requireChoice } from './choice.ts'
import { connect, named } from './connect.ts'
import {
  createDeliveryDesk,
  RECORD_FILE,
  readRecord,
  requireSameInstance,
} from './delivery-desk.ts'
import { inOrder } from './order.ts'
import { type Plan, planTakeOver } from './plan.ts'
import { hearsNothing, NO_EVENTS, planLines } from './plan-lines.ts'
import { switchAll } from './switch-all.ts'

interface Options extends Choice {
  readonly order: string[]
  readonly skip: string[]
  readonly dryRun?: boolean
  readonly yes?: boolean
  readonly record: string
  readonly url: string
}

/** `bellhop clerk take-over`: switches the delivery of templates from Clerk to you. */
export function addTakeOver(clerk: Command, context: CliContext): void {
  const command = clerk
    .command('take-over')
    .description('switch templates from Clerk to Bellhop, one after the other, the safest first')
  addChoice(command)
    .option('--order <list>', 'kinds or slugs that come first, such as notice,invitation', list, [])
    .addOption(skipOption('checks of bellhop doctor to leave out, separated by commas'))
    .option('--dry-run', 'show the plan and switch nothing')
    .option('--yes', 'switch without a question')
    .option('--record <file>', 'where the state before is kept', RECORD_FILE)
    .option('--url <url>', 'address of the service', context.settings.url)
    .addHelpText(
      'after',
      '\nThe record keeps who delivered before. "bellhop clerk give-back" needs it, and a run that was interrupted goes on with it.\n' +
        examples(
          'bellhop clerk take-over --all --dry-run',
          'bellhop clerk take-over --slug password_changed',
          'bellhop clerk take-over --channel sms',
          'bellhop clerk take-over --all --order waitlist_confirmation,notice --yes',
        ),
    )
    .action((options: Options) => takeOver(context, options))
}

async function takeOver(context: CliContext, options: Options): Promise<void> {
  requireChoice(options)
  const failed = await failedChecks(context, options)
  if (failed.length > 0 && !options.dryRun) throw checksFailed(failed)
  const clerk = await connect(context)
  if (clerk.kind === 'by_hand') {
    const templates = chosenOf(knownTemplates(), options, 'Bellhop knows')
    byHand('take-over', clerk.why, inOrder(templates, options.order)).forEach(context.print)
    return
  }
  const read = await readRecord(options.record)
  if (read) requireSameInstance(options.record, read, clerk)
  const desk = createDeliveryDesk(context, clerk, options.record, read)
  const plan = await planTakeOver(context, clerk, desk, options)
  context.print(`Clerk instance: ${named(clerk)}`)
  planLines(plan).forEach(context.print)
  if (options.dryRun) {
    context.print('Nothing was switched, because of --dry-run.')
    if (failed.length > 0) throw checksFailed(failed)
    return requireAllReady(plan)
  }
  // Someone who names templates wants those, so none is switched without the others.
  if (options.slug.length > 0) requireAllReady(plan)
  if (plan.switches.length > 0) requireEvents(plan, options)
  for (const template of plan.interrupted) await desk.note(template, 'you')
  if (plan.switches.length > 0 && (await isConfirmed(context, options, plan, named(clerk)))) {
    await switchAll(context, clerk.api, desk, plan, options)
  } else {
    context.print('Nothing was switched.')
  }
  requireAllReady(plan)
}

/** Without events nobody would send the messages that are switched. */
function requireEvents({ report }: Plan, { skip }: Options): void {
  if (!hearsNothing(report) || skip.includes('clerk.events')) return
  throw new CliError(`${NO_EVENTS} Nothing was switched.`, {
    exitCode: EXIT.found,
    fix: 'Press Testing > Send Example on the page of the endpoint in the Clerk Dashboard > Webhooks, or sign in to your app. Then run the command again. To go on without: --skip clerk.events',
  })
}

function requireAllReady({ left }: Plan): void {
  const unready = left.filter(({ obstacle }) => obstacle.kind !== 'off')
  if (unready.length === 0) return
  const are = unready.length === 1 ? '1 template is' : `${unready.length} templates are`
  throw new CliError(`${are} left with Clerk, because Bellhop is not ready to send them.`, {
    exitCode: EXIT.found,
    fix: 'The lines "not switched" above say why.',
  })
}

async function isConfirmed(
  { ask }: CliContext,
  { yes }: Options,
  { switches }: Plan,
  instance: string,
): Promise<boolean> {
  if (yes) return true
  if (!ask) {
    throw usage(
      'Nobody can answer a question here, so nothing was switched.',
      'Pass --yes to switch without a question, or --dry-run to see the plan.',
    )
  }
  const count = switches.length === 1 ? '1 template' : `${switches.length} templates`
  const answer = await ask(`Switch ${count} of ${instance} to Bellhop? Write yes: `)
  return /^y(?:es)?$/i.test(answer.trim())
}

function list(value: string, values: string[]): string[] {
  return [...values, ...value.split(/[\s,]+/).filter((entry) => entry !== '')]
}
