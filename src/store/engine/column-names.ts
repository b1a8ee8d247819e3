const known = new Map<string, string>()

/** The row with the names of the columns: `createdAt` becomes `created_at`. */
export function withColumnNames(row: object): Record<string, unknown> {
  const named: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(row)) named[columnOf(field)] = value
  return named
}

function columnOf(field: string): string {
  let column = known.get(field)
  if (column === undefined) {
    column = field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
    known.set(field, column)
  }
  return column
}
