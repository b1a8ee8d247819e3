import type { Command } from 'commander'
import type { CliContext } from './context.ts'
import { examples } from './help-text.ts'
import { addLedgerFilters, type LedgerFilters, queryOf, warnOfSlug } from './ledger-filters.ts'
import { COLUMNS, instanceOf, type Message, type MessagesPage, row } from './ledger-line.ts'
import type { Line } from './line.ts'
import { wholeNumber } from './option-values.ts'
import { readApi } from './service.ts'
import { SLUG_HELP } from './slug-lists.ts'
import { table } from './table.ts'

interface Options extends LedgerFilters {
  readonly limit: number
  readonly url: string
  readonly json?: boolean
}

const PAGE_SIZE = 200

/** `bellhop messages`: lists the ledger of a running service. */
export function addMessages(program: Command, context: CliContext): void {
  addLedgerFilters(program.command('messages').description('list messages, newest first'))
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
  const { limit, url } = options
  const messages: Message[] = []
  let cursor: string | null = null
  do {
    const query = new URLSearchParams([
      ...queryOf(options),
      ['limit', String(Math.min(PAGE_SIZE, limit - messages.length))],
    ])
    if (cursor) query.set('cursor', cursor)
    const page: MessagesPage = await readApi(context, url, `/api/messages?${query}`)
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
