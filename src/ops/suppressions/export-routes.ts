import { type Context, Hono } from 'hono'
import { writeAudit } from '../../store/audit.ts'
import { exportSuppressions, type SuppressedAddress } from '../../store/suppressions.ts'
import { requireOperator } from '../access/operators-only.ts'
import type { OpsEnv } from '../access/visitor.ts'
import { csvLine } from '../csv.ts'
import { download } from '../download.ts'
import { type SuppressionDeps, suppressionFilter } from './filter.ts'

const PATH = '/suppressions/export.csv'

/**
 * `GET /suppressions/export.csv`: the list as a file, masked. An operator who posts the form gets full addresses
 * and numbers, which the audit records.
 */
export function suppressionExportRoutes({ db, now, newId }: SuppressionDeps): Hono<OpsEnv> {
  const routes = new Hono<OpsEnv>()
  routes.get(PATH, (c) => {
    const { channel } = suppressionFilter(c.req.query())
    return send(c, exportSuppressions(db, { channel }, { reveal: false }))
  })
  routes.post(PATH, requireOperator, async (c) => {
    const { q, channel } = suppressionFilter(await c.req.parseBody())
    await writeAudit(db, {
      id: newId(),
      at: now(),
      actor: c.get('visitor').actor,
      action: 'export',
      messageId: null,
      detail: `suppressions with full addresses${q || channel ? ', filtered' : ''}`,
    })
    return send(c, exportSuppressions(db, { search: q, channel }, { reveal: true }))
  })

  function send(c: Context, chunks: AsyncIterable<readonly SuppressedAddress[]>) {
    const name = `bellhop-suppressions-${now().toISOString().slice(0, 10)}.csv`
    return download(c, { name, type: 'text/csv; charset=utf-8' }, linesOf(chunks))
  }

  return routes
}

const COLUMNS = [
  'channel',
  'address',
  'reason',
  'scope',
  'source',
  'since',
  'messageId',
  'note',
] as const

// The first piece contains addresses, so that a database that does not answer is known before the file begins.
async function* linesOf(chunks: AsyncIterable<readonly SuppressedAddress[]>) {
  let head = csvLine(COLUMNS)
  for await (const chunk of chunks) {
    yield head + chunk.map((one) => csvLine(COLUMNS.map((column) => one[column]))).join('')
    head = ''
  }
  if (head) yield head
}
