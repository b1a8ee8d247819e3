export type CsvCell = string | number | boolean | Date | null | undefined

/**
 * One line of a CSV file (RFC 4180), with its end. Instants are in UTC (ISO 8601), and a value that is missing is
 * empty. Spreadsheets run a text that begins with `=`, `+`, `-` or `@` as a formula, so it gets a `'` in front.
 */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

function csvCell(value: CsvCell): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'string') return String(value)
  const text =
    /^[\s\p{Cc}\p{Cf}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/u.test(value) || /^[\t\r\n]/.test(value)
      ? `'${value}`
      : value
  return /["\r\n,;\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
