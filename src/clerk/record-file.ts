import { open, readFile, rename } from 'node:fs/promises'
import { parseJson } from '../domain/parse-json.ts'
import { type DeliveryRecord, deliveryRecord } from './delivery-record.ts'

export type ReadRecord =
  | { readonly kind: 'found'; readonly record: DeliveryRecord }
  | { readonly kind: 'none' }
  /** There is a file, but it cannot be used. */
  | { readonly kind: 'unusable'; readonly why: string }

/** Reads `clerk-delivery.json`. */
export async function readRecordFile(path: string): Promise<ReadRecord> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return code === 'ENOENT'
      ? { kind: 'none' }
      : { kind: 'unusable', why: `cannot be read (${code})` }
  }
  const parsed = deliveryRecord.safeParse(parseJson(text))
  return parsed.success
    ? { kind: 'found', record: parsed.data }
    : { kind: 'unusable', why: 'is not a record of Bellhop' }
}

/** Writes the file. After a crash it has the old content or the new one, but never half of one. */
export async function writeRecordFile(path: string, record: DeliveryRecord): Promise<void> {
  const next = `${path}.new`
  const file = await open(next, 'w')
  try {
    await file.writeFile(`${JSON.stringify(record, null, 2)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(next, path)
}
