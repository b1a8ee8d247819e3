import type { Command } from 'commander'
import type { CliContext } from './context.ts'
import { examples } from './help-text.ts'
import type { Line } from './line.ts'
import { paintedStatus } from './paint.ts'
import { readApi } from './service.ts'
import { table } from './table.ts'

interface Entry {
  readonly message: Readonly<Record<string, unknown>>
  readonly attempts: readonly Readonly<Record<string, unknown>>[]
  readonly receipts: readonly Readonly<Record<string, unknown>>[]
}

/** `bellhop message`: the history of one message. */
export function addMessage(program: Command, context: CliContext): void {
  program
    .command('message')
    .argument('<id>', 'id of the message, as bellhop messages prints it')
    .description('show one message and what happened to it')
    .option('--url <url>', 'address of the service', context.settings.url)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      examples(
        'bellhop message 019e2b1c-7a40-7c11-b5a3-4f9f3a1c2d10',
        'bellhop message 019e2b1c-7a40-7c11-b5a3-4f9f3a1c2d10 --json',
      ),
    )
    .action(async (id: string, options: { url: string; json?: boolean }) => {
      const entry = await readApi<Entry>(
        context,
        options.url,
        `/api/messages/${encodeURIComponent(id)}`,
      )
      if (options.json) context.print(JSON.stringify(entry))
      else for (const line of describe(entry)) context.print(line)
    })
}

function describe({ message, attempts, receipts }: Entry): Line[] {
  const width = Math.max(...Object.keys(message).map((key) => key.length))
  const facts = Object.entries(message).map(([key, value]) => {
    const text = String(value ?? '-')
    const name = `${key.padEnd(width)}  `
    return key === 'status' ? [name, paintedStatus(text)] : `${name}${text}`
  })
  const cells = (row: Readonly<Record<string, unknown>>, keys: readonly string[]) =>
    keys.map((key) => String(row[key] ?? '-'))
  return [
    ...facts,
    ...section(
      'attempts',
      ATTEMPT,
      attempts.map((attempt) => cells(attempt, ATTEMPT)),
    ),
    ...section(
      'receipts',
      RECEIPT,
      receipts.map((receipt) => cells(receipt, RECEIPT)),
    ),
  ]
}

const ATTEMPT = ['startedAt', 'finishedAt', 'provider', 'outcome', 'code', 'detail']
const RECEIPT = ['at', 'status']

function section(
  title: string,
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): Line[] {
  return rows.length === 0 ? [] : ['', title, ...table(headings, rows)]
}
