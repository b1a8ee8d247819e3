import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { InstanceNames } from '../../domain/instance-names.ts'
import { maskRecipient } from '../../domain/recipient.ts'
import { writeAudit } from '../../store/audit.ts'
import type { Db } from '../../store/engine/database.ts'
import { exportMessages } from '../../store/views/export.ts'
import { requireOperator } from '../access/operators-only.ts'
import type { OpsEnv } from '../access/visitor.ts'
import { download } from '../download.ts'
import { errorAnswer } from '../ui/error-page.tsx'
import { wrongFields } from '../validate.ts'
import { EXPORT_FORMATS, EXPORT_TYPES, type ExportFormat, exportFile } from './export-file.ts'
import { ledgerFilter, messageQuery } from './query.ts'
import { readSearch, SEARCH_REFUSALS, type Search, termOf } from './search.ts'

export interface ExportRoutesDeps {
  readonly db: Db
  readonly instances: InstanceNames
  readonly now: () => Date
  readonly newId: () => string
}

const { cursor: _, ...filters } = messageQuery
const query = z.object(filters)

/**
 * `GET /messages/export.csv` and `.ndjson`: the messages of a list as a file, recipients masked. An operator
 * who posts the form gets full recipients, which the audit records.
 */
export function exportRoutes({ db, instances, now, newId }: ExportRoutesDeps): Hono<OpsEnv> {
  const routes = new Hono<OpsEnv>()
  for (const format of EXPORT_FORMATS) {
    const path = `/messages/export.${format}`
    routes.get(path, (c) => send(c, format, c.req.query(), { reveal: false }))
    routes.post(path, requireOperator, async (c) => {
      const fields = z.record(z.string(), z.string()).safeParse(await c.req.parseBody())
      if (fields.data?.confirm !== 'yes') return errorAnswer(c, NOT_CONFIRMED)
      return send(c, format, fields.data, { reveal: true })
    })
  }

  async function send(
    c: Context<OpsEnv>,
    format: ExportFormat,
    fields: Readonly<Record<string, string>>,
    { reveal }: { readonly reveal: boolean },
  ) {
    const parsed = query.safeParse(fields)
    // With fewer filters, the file would contain more than was asked for.
    if (!parsed.success) return errorAnswer(c, wrongFilters(parsed.error))
    const visitor = c.get('visitor')
    const search = readSearch(parsed.data.q, visitor.role === 'operator')
    if (search.kind === 'refused') return errorAnswer(c, refusedSearch(search.why))
    const at = now()
    if (reveal) {
      await writeAudit(db, {
        id: newId(),
        at,
        actor: visitor.actor,
        action: 'export',
        messageId: null,
        detail: `messages with full recipients, ${format}: ${describe(parsed.data, search)}`,
      })
    }
    const chunks = exportMessages(db, ledgerFilter(parsed.data, instances), {
      term: termOf(search),
      reveal,
    })
    const name = `bellhop-messages-${at.toISOString().slice(0, 10)}.${format}`
    const file = { name, type: EXPORT_TYPES[format] }
    return download(c, file, exportFile(format, chunks, instances))
  }

  return routes
}

/** The filters in words, without an address or number. */
function describe({ q, recipient, ...rest }: z.output<typeof query>, search: Search): string {
  const pairs = Object.entries(rest).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name} ${value instanceof Date ? value.toISOString() : value}`],
  )
  if (recipient) pairs.push(`recipient ${maskRecipient(recipient)}`)
  if (search.kind === 'term') pairs.push(`search for ${searchedFor(search.term, q)}`)
  return pairs.length === 0 ? 'all' : pairs.join(', ')
}

function searchedFor(term: NonNullable<ReturnType<typeof termOf>>, q: string | undefined): string {
  switch (term.kind) {
    case 'whole':
      return maskRecipient(term.recipient)
    case 'part':
      return 'a part of an address'
    case 'user':
      return 'a user'
    // In angle brackets it may be an address that somebody pasted.
    case 'provider':
      return 'an id of the provider'
    default:
      return (q ?? '').trim()
  }
}

const NOT_CONFIRMED = {
  status: 400,
  error: 'not_confirmed',
  title: 'Not confirmed',
  fix: 'Nothing was exported. Tick the box that you need full recipients, and export again.',
  link: { to: '/messages', text: 'Messages' },
} as const

function wrongFilters(error: z.core.$ZodError) {
  return {
    status: 400,
    error: 'invalid_query',
    title: 'Some filters are not valid',
    fix: `Nothing was exported. Correct these filters: ${wrongFields(error).join(', ')}.`,
    link: { to: '/messages', text: 'Messages' },
  } as const
}

function refusedSearch(why: keyof typeof SEARCH_REFUSALS) {
  return {
    status: 400,
    error: why,
    title: 'This search is not possible',
    fix: `Nothing was exported. ${SEARCH_REFUSALS[why]}.`,
    link: { to: '/messages', text: 'Messages' },
  } as const
}
