import type { Command } from 'commander'
import type { LedgerPage } from '../store/views/ledger.ts'
import type { CliContext } from './context.ts'
import { wholeNumber } from './option-values.ts'
import { readApi } from './service.ts'
import { table } from './table.ts'

interface Options {
  readonly status?: string
  readonly reason?: string
  readonly slug?: string
  readonly channel?: string
  readonly instance?: string
  readonly recipient?: string
  readonly limit: number
  readonly url: string
  readonly json?: boolean
}

type Message = Readonly<Record<keyof LedgerPage['messages'][number] | 'instanceName', unknown>>

const PAGE_SIZE = 200

/** `bellhop messages`: lists the ledger of a running service. */
export function addMessages(program: Command, context: CliContext): void {
  program
    .command('messages')
    .description('list messages, newest first')
    .option('--status <status>', 'status, such as queued, sent or failed')
    .option('--reason <reason>', 'reason, such as too_many, budget, country or suppressed')
    .option('--slug <slug>', 'slug, such as verification_code')
    .option('--channel <channel>', 'email or sms')
    .option('--instance <instance>', 'Clerk instance: its id, or its name in the settings file')
    .option('--recipient <recipient>', 'email address or number, in full')
    .option('--limit <n>', 'largest number of messages', wholeNumber(), 50)
    .option('--url <url>', 'address of the service', context.settings.url)
    .option('--json', 'print one JSON object per line')
    .action((options: Options) => list(context, options))
}

async function list(context: CliContext, options: Options): Promise<void> {
  const messages = await collect(context, options)
  if (options.json) {
    for (const message of messages) context.print(JSON.stringify(message))
    return
  }
  if (messages.length === 0) context.print('no messages')
  else for (const line of tableOf(messages)) context.print(line)
}

async function collect(context: CliContext, options: Options): Promise<Message[]> {
  const { status, reason, slug, channel, instance, recipient, limit } = options
  const filters = Object.entries({ status, reason, slug, channel, instance, recipient }).flatMap(
    ([name, value]) => (value === undefined ? [] : [[name, value] as [string, string]]),
  )
  const messages: Message[] = []
  let cursor: string | null = null
  do {
    const query = new URLSearchParams([
      ...filters,
      ['limit', String(Math.min(PAGE_SIZE, limit - messages.length))],
    ])
    if (cursor) query.set('cursor', cursor)
    const page: { messages: Message[]; nextCursor: string | null } = await readApi(
      context,
      options.url,
      `/api/messages?${query}`,
    )
    messages.push(...page.messages)
    cursor = page.nextCursor
  } while (cursor && messages.length < limit)
  return messages
}

const COLUMNS = ['created', 'id', 'channel', 'slug', 'recipient', 'status', 'reason']

/** The lines of the table, with the instances if there are several. */
function tableOf(messages: readonly Message[]): string[] {
  if (new Set(messages.map(({ instanceId }) => instanceId)).size < 2) {
    return table(COLUMNS, messages.map(row))
  }
  return table(
    [...COLUMNS, 'instance'],
    messages.map((message) => [
      ...row(message),
      String(message.instanceName ?? message.instanceId ?? '-'),
    ]),
  )
}

function row(message: Message): string[] {
  const { createdAt, id, channel, slug, recipient, status, reason, detail } = message
  const why = reason && detail ? `${reason}: ${detail}` : reason
  return [String(createdAt).slice(0, 19), id, channel, slug, recipient, status, why].map((cell) =>
    String(cell ?? '-'),
  )
}
