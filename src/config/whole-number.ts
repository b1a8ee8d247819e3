import { z } from 'zod'
import { parseWholeNumber, type WholeRange } from '../domain/whole-number.ts'

/** A whole number in decimal digits. */
export function wholeNumber(range: WholeRange, message: string) {
  return z
    .string(message)
    .transform((value) => parseWholeNumber(value, range))
    .pipe(z.number(message))
}
