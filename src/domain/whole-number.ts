/** The whole numbers that are allowed. */
export interface WholeRange {
  readonly least: number
  readonly most: number
}

/** Reads a whole number in decimal digits, at most 16; null if it is something else, or out of range. */
export function parseWholeNumber(text: string, { least, most }: WholeRange): number | null {
  const number = Number(text)
  return /^\d{1,16}$/.test(text) && number >= least && number <= most ? number : null
}
