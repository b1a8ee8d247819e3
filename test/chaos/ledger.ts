import { OPS_TOKEN } from '../support/bellhop.ts'

/** A message as the ledger shows it. */
export interface Row {
  readonly id: string
  readonly channel: string
  readonly status: string
  readonly reason: string | null
}

/** All messages of the ledger. */
export async function readLedger(url: string): Promise<Row[]> {
  const rows: Row[] = []
  let cursor: string | null = null
  do {
    const query: string = cursor ? `&cursor=${cursor}` : ''
    const response = await fetch(`${url}/api/messages?limit=200${query}`, {
      headers: { Authorization: `Bearer ${OPS_TOKEN}` },
    })
    const page = (await response.json()) as { messages: Row[]; nextCursor: string | null }
    rows.push(...page.messages)
    cursor = page.nextCursor
  } while (cursor)
  return rows
}
