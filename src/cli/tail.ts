import type { Command } from 'commander'
import { CliError } from './cli-error.ts'
import type { CliContext } from './context.ts'
import { followLedger } from './follow-ledger.ts'
import { examples } from './help-text.ts'
import { addLedgerFilters, type LedgerFilters, warnOfSlug } from './ledger-filters.ts'
import { COLUMNS, type Message, type MessagesPage, row } from './ledger-line.ts'
import { LARGEST_PAGE, readLedgerPage } from './ledger-page.ts'
import { wholeNumber } from './option-values.ts'
import { SLUG_HELP } from './slug-lists.ts'
import { tableLine } from './table.ts'

interface Options extends LedgerFilters {
  readonly lines: number
  readonly url: string
  readonly json?: boolean
}

const PAUSE_MS = 1_000
const PATIENCE_MS = 10_000
// A line is printed before the next one is known, so the columns cannot be as wide as their longest cell.
const WIDTHS = [19, 36, 7, 26, 22, 11]

/** `bellhop tail`: prints the messages of a running service as they come, until it is stopped. */
export function addTail(program: Command, context: CliContext): void {
  addLedgerFilters(
    program
      .command('tail')
      .description('print new messages, and each change of their status, until Ctrl-C'),
  )
    .option(
      '--lines <n>',
      'number of earlier messages to begin with',
      wholeNumber({ least: 0 }),
      10,
    )
    .option('--url <url>', 'address of the service', context.settings.url)
    .option('--json', 'print one JSON object per line')
    .addHelpText(
      'after',
      `
A message is printed again when its status changes. While the service restarts, tail waits for it.
${SLUG_HELP}${examples(
  'bellhop tail',
  'bellhop tail --slug verification_code --lines 0',
  'bellhop tail --status failed --json | jq -r \'.slug + " " + .reason\'',
)}`,
    )
    .action((options: Options) => tail(context, options))
}

async function tail(context: CliContext, options: Options): Promise<void> {
  const stopped = context.untilStopped()
  const { lines, status, url } = options
  const next = followLedger((cursor) => readPage(context, options, cursor, stopped), {
    lines,
    byStatus: status !== undefined,
  })
  warnOfSlug(context, options)
  let answers = true
  let started = false
  while (!stopped.aborted) {
    try {
      const messages = await next()
      if (!answers) context.complain(`The service at ${url} answers again.`)
      if (!started && !options.json) context.print(tableLine(COLUMNS, WIDTHS))
      answers = true
      started = true
      for (const message of messages) context.print(lineOf(message, options))
    } catch (error) {
      if (stopped.aborted) return
      if (!started || !(error instanceof CliError && error.mayPass)) throw error
      if (answers) context.complain(`${error.message} Waiting for it.`)
      answers = false
    }
    await context.wait(PAUSE_MS, stopped).catch(() => {})
  }
}

function readPage(
  context: CliContext,
  options: Options,
  cursor: string | null,
  stopped: AbortSignal,
): Promise<MessagesPage> {
  // A service that is being stopped may never answer.
  const signal = AbortSignal.any([stopped, AbortSignal.timeout(PATIENCE_MS)])
  return readLedgerPage(context, options, { limit: LARGEST_PAGE, cursor }, signal)
}

function lineOf(message: Message, { json }: Options) {
  return json ? JSON.stringify(message) : tableLine(row(message), WIDTHS)
}
