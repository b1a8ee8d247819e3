import type { Command } from 'commander'
import type { CliContext } from './context.ts'
import { examples } from './help-text.ts'
import { addLedgerFilters, type LedgerFilters, warnOfSlug } from './ledger-filters.ts'
import { COLUMNS, instanceOf, type Message, type MessagesPage, row } from './ledger-line.ts'
import { LARGEST_PAGE, readLedgerPage } from './ledger-page.ts'
import type { Line } from './line.ts'
import { wholeNumber } from './option-values.ts'
import { SLUG_HELP } from './slug-lists.ts'
import { table } from './table.ts'

interface Options extends LedgerFilters {
  readonly search?: string
  readonly limit: number
  readonly url: string
  readonly json?: boolean
}

/** `bellhop messages`: lists the ledger of a running service. */
export function addMessages(program: Command, context: CliContext): void {
  addLedgerFilters(program.command('messages').description('list messages, newest first'))
    .option('--search <text>', 'address, number or part of one, or any id of a message')
    .option('--limit <n>', 'largest number of messages', wholeNumber(), 50)
    .option('--url <url>', 'address of the service', context.settings.url)
    .option('--json', 'print one JSON object per line')
    .addHelpText(
      'after',
      SLUG_HELP +
        examples(
          'bellhop messages',
          'bellhop messages --status failed --json',
          'bellhop messages --recipient ada@example.com --limit 5',
          'bellhop messages --search ada@',
        ),
    )
    .action((options: Options) => list(context, options))
}

async function list(context: CliContext, options: Options): Promise<void> {
  const messages = await collect(context, options)
  if (messages.length === 0) warnOfSlug(context, options)
  if (options.json) {
    for (const message of messages) context.print(JSON.stringify(message))
    return
  }
  if (messages.length === 0) context.print('no messages')
  else for (const line of tableOf(messages)) context.print(line)
}

async function collect(context: CliContext, options: Options): Promise<Message[]> {
  const { limit } = options
  const messages: Message[] = []
  let cursor: string | null = null
  do {
    const page: MessagesPage = await readLedgerPage(context, options, {
      limit: Math.min(LARGEST_PAGE, limit - messages.length),
      cursor,
      search: options.search,
    })
    messages.push(...page.messages)
    cursor = page.nextCursor
  } while (cursor && messages.length < limit)
  return messages
}

/** The lines of the table, with the instances if there are several. */
function tableOf(messages: readonly Message[]): Line[] {
  if (new Set(messages.map(({ instanceId }) => instanceId)).size < 2) {
    return table(COLUMNS, messages.map(row))
  }
  return table(
    [...COLUMNS, 'instance'],
    messages.map((message) => [...row(message), instanceOf(message)]),
  )
}
