import { oneLine } from './plain-text.ts'

const LONGEST = 200

/** The note of a person for the audit, on one line: addresses and long numbers in it are masked. Null if it is empty. */
export function auditNote(note: string): string | null {
  const text = oneLine(
    note.replaceAll(/\S*(?:@|%40)\S*/gi, '…').replaceAll(/\+?\p{Nd}(?:[\s().-]*\p{Nd}){6,}/gu, '…'),
    LONGEST,
  )
  return text === '' ? null : text
}
