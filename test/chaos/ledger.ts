import { OPS_TOKEN } from '../support/bellhop.ts'

/** A message as the ledger shows it. */
export interface Row {
  readonly id: string
  readonly channel: string
  readonly status: string
  readonly reason: string | null
  /** How many. */
  readonly attempts: number
}

/** An attempt of a message. */
export interface AttemptRow {
  readonly id: string
  readonly provider: string
  readonly startedAt: string
  readonly outcome: string | null
}

/** All messages of the ledger. */
export async function readLedger(url: string): Promise<Row[]> {
  const rows: Row[] = []
  let cursor: string | null = null
  do {
    const query: string = cursor ? `&cursor=${cursor}` : ''
    const page = await read<{ messages: Row[]; nextCursor: string | null }>(
      `${url}/api/messages?limit=200${query}`,
    )
    rows.push(...page.messages)
    cursor = page.nextCursor
  } while (cursor)
  return rows
}

/** The attempts of one message, in the order in which they began. */
export async function readAttempts(url: string, id: string): Promise<readonly AttemptRow[]> {
  return (await read<{ attempts: AttemptRow[] }>(`${url}/api/messages/${id}`)).attempts
}

async function read<Body>(url: string): Promise<Body> {
  const response = await fetch(url, { headers: { Authorization: `Bearer ${OPS_TOKEN}` } })
  return (await response.json()) as Body
}
