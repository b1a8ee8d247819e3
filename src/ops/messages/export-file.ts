import { type InstanceNames, withInstanceName } from '../../domain/instance-names.ts'
import type { LedgerMessage } from '../../store/views/ledger.ts'
import { csvLine } from '../csv.ts'

export const EXPORT_FORMATS = ['csv', 'ndjson'] as const

export type ExportFormat = (typeof EXPORT_FORMATS)[number]

export const EXPORT_TYPES = {
  csv: 'text/csv; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
} as const satisfies Record<ExportFormat, string>

const COLUMNS = [
  'id',
  'createdAt',
  'status',
  'reason',
  'detail',
  'channel',
  'slug',
  'recipient',
  'locale',
  'template',
  'fallback',
  'provider',
  'providerMessageId',
  'attempts',
  'instanceId',
  'instanceName',
  'occurredAt',
  'sentAt',
  'expiresAt',
  'resendOf',
] as const

/** The text of the file, chunk by chunk. The first piece contains messages, if there are any. */
export async function* exportFile(
  format: ExportFormat,
  chunks: AsyncIterable<readonly LedgerMessage[]>,
  instances: InstanceNames,
): AsyncGenerator<string, void, undefined> {
  let head = format === 'csv' ? csvLine(COLUMNS) : ''
  for await (const chunk of chunks) {
    const lines = chunk.map((message) => lineOf(format, withInstanceName(instances, message)))
    yield head + lines.join('')
    head = ''
  }
  if (head) yield head
}

function lineOf(format: ExportFormat, message: Parameters<typeof cellsOf>[0]): string {
  return format === 'csv' ? csvLine(cellsOf(message)) : `${JSON.stringify(message)}\n`
}

function cellsOf(message: LedgerMessage & { readonly instanceName: string | null }): unknown[] {
  return COLUMNS.map((column) => message[column])
}
