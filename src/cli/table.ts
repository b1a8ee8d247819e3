import { type Line, type Piece, textOf } from './line.ts'

/** The lines of a table: headings and rows, in columns as wide as their longest cell. */
export function table(headings: readonly string[], rows: readonly (readonly Piece[])[]): Line[] {
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => textOf(row[column] ?? '').length)),
  )
  return [headings, ...rows].map((row) => tableLine(row, widths))
}

/** One row of a table whose columns have these widths. */
export function tableLine(row: readonly Piece[], widths: readonly number[]): Line {
  const pieces = row.flatMap((cell, column) => {
    const isLast = column === row.length - 1
    const gap = isLast
      ? ''
      : ' '.repeat(Math.max(0, (widths[column] ?? 0) - textOf(cell).length) + 2)
    return gap === '' ? [cell] : [cell, gap]
  })
  return pieces.every((piece) => typeof piece === 'string') ? pieces.join('').trimEnd() : pieces
}
