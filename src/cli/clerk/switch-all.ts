import { entryOf } from '../../clerk/delivery-record.ts'
import type { ClerkTemplate, TemplateName, TemplatesApi } from '../../clerk/templates-api.ts'
import { CliError, EXIT } from '../cli-error.ts'
import type { CliContext } from '../context.ts'
import { labelOf, namesOf } from './choice.ts'
import { asCliError, expectedError } from './cli-fault.ts'
import type { DeliveryDesk, RecordedOutcome } from './delivery-desk.ts'
import type { Plan } from './plan.ts'
import { requireReady } from './running-service.ts'
import { giveBackCommand } from './undo.ts'

interface Options {
  readonly url: string
  readonly record: string
}

/** How far a take-over has come. */
interface Progress {
  readonly switched: TemplateName[]
  /** Nobody knows who delivers them. */
  readonly unknown: TemplateName[]
}

/**
 * Switches the templates of a plan to Bellhop. Stops at the first one that fails, and between two if the command
 * is to end. Then it says what is switched and what is not, and throws a CliError.
 */
export async function switchAll(
  context: CliContext,
  api: TemplatesApi,
  desk: DeliveryDesk,
  plan: Plan,
  options: Options,
): Promise<void> {
  const progress: Progress = { switched: [], unknown: [] }
  const stop = context.untilStopped()
  const sayStop = () => context.complain('Stopping after this template. Ctrl-C ends it at once.')
  stop.addEventListener('abort', sayStop)
  for (const { template } of plan.switches) {
    try {
      if (stop.aborted) throw wasStopped()
      await takeOne(context, api, desk, template, progress, options)
    } catch (error) {
      const expected = expectedError(error)
      reportOf(plan, progress, options).forEach(context.complain)
      throw new CliError(`Stopped at ${labelOf(template)}: ${expected.message}`, {
        exitCode: expected.exitCode,
        fix: expected.fix,
        cause: error,
      })
    }
  }
  stop.removeEventListener('abort', sayStop)
  const count = progress.switched.length
  context.print(
    `${count === 1 ? '1 template is' : `${count} templates are`} switched. ${options.record} has the state before. Undo all: ${giveBackCommand(null, options.record)}`,
  )
}

function wasStopped(): CliError {
  return new CliError('The command was told to end, or nobody reads its output any more.', {
    exitCode: EXIT.unexpected,
    fix: 'Run the same command again to go on.',
  })
}

/** Throws a CliError or a ClerkFault unless it is certain that the template is switched. */
async function takeOne(
  context: CliContext,
  api: TemplatesApi,
  desk: DeliveryDesk,
  template: ClerkTemplate,
  { switched, unknown }: Progress,
  { url, record }: Options,
): Promise<void> {
  const label = labelOf(template)
  // The service may have stopped since the last template.
  await requireReady(context, url)
  const { deliveredBy } = await api.get(template)
  if (deliveredBy === 'you') {
    if (entryOf(desk.record(), template)?.now === 'unknown') await desk.note(template, 'you')
    context.print(`${label}: delivered by you already`)
    return
  }
  context.print(`${label}: switching`)
  const outcome = await desk.switch(template, 'you')
  if (outcome.kind === 'switched') switched.push(template)
  if (outcome.kind === 'unknown') unknown.push(template)
  throwIfFailed(outcome)
  context.print(`${label}: delivered by you. Undo: ${giveBackCommand(template, record)}`)
}

/** Throws the CliError of a switch that failed, or that is not on record. */
export function throwIfFailed(outcome: RecordedOutcome): void {
  if (outcome.kind === 'unchanged') throw asCliError(outcome.fault)
  if (outcome.kind === 'unknown') {
    if (outcome.fault) throw asCliError(outcome.fault)
    throw new CliError('Clerk has agreed to the switch, but does not show it.', {
      exitCode: EXIT.refused,
      fix: 'See who delivers: bellhop clerk status. Then run the command again.',
    })
  }
  if (outcome.unrecorded) throw outcome.unrecorded
}

function reportOf(
  { switches, left }: Plan,
  { switched, unknown }: Progress,
  { record }: Options,
): string[] {
  const rest = [...switches, ...left]
    .map(({ template }) => template)
    .filter((template) => !switched.includes(template) && !unknown.includes(template))
  return [
    `Switched: ${namesOf(switched)}.`,
    ...(unknown.length > 0
      ? [`Switched or not, Clerk gave no clear answer: ${namesOf(unknown)}.`]
      : []),
    `Not switched: ${namesOf(rest)}.`,
    `Run the same command again to go on. Undo all: ${giveBackCommand(null, record)}`,
  ]
}
