/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'
import { Link } from './link.tsx'

export interface Column {
  readonly name: string
  /** The line of a row on a phone. 0: not shown there. Without one, 1 for the first column, 2 for the others. */
  readonly line?: 0 | 1 | 2
  /** Numbers and times stand at the end. */
  readonly end?: boolean
  /** Only for screen readers. */
  readonly hidden?: boolean
}

export interface TableRow {
  /** The page that the row opens. The first cell contains the link. */
  readonly to?: string | undefined
  /** The words of the link, if those of the first cell do not say which row it is. */
  readonly label?: string
  /** In the order of the columns. */
  readonly cells: readonly Child[]
}

export interface TableProps {
  /** What it contains, for screen readers. */
  readonly label: string
  readonly columns: readonly Column[]
  readonly rows: readonly TableRow[]
}

/** A table whose rows open as a whole. On a phone a row has two lines; put the status into the first column. */
export function Table({ label, columns, rows }: TableProps) {
  return (
    <Scroll label={label}>
      <table class="rows" data-rows="">
        <thead>
          <tr>
            {columns.map(({ name, line, end, hidden }) => (
              <th scope="col" class={end ? 'end' : line === 0 ? 'line-0' : undefined}>
                {hidden ? <span class="hidden">{name}</span> : name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row {...row} columns={columns} />
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

function Row({ to, label, cells, columns }: TableRow & Pick<TableProps, 'columns'>) {
  return (
    <tr class={to ? 'opens' : undefined}>
      {cells.map((cell, index) => {
        const { line = index === 0 ? 1 : 2, end } = columns[index] ?? {}
        const classes = [...(line === 2 ? [] : [`line-${line}`]), ...(end ? ['end'] : [])]
        return (
          <td class={classes.join(' ') || undefined}>
            {to && index === 0 ? (
              <Link to={to} class="stretched" aria-label={label}>
                {cell}
              </Link>
            ) : (
              cell
            )}
          </td>
        )
      })}
    </tr>
  )
}

/** Content that may be wider than a phone. It scrolls, also with the keyboard. */
export function Scroll({ label, children }: { label: string; children: Child }) {
  return (
    <section class="scroll" aria-label={label} tabindex={0}>
      {children}
    </section>
  )
}

/** The headings of the columns of a table with cells of its own. */
export function Headings({ names }: { names: readonly string[] }) {
  return (
    <thead>
      <tr>
        {names.map((name) => (
          <th scope="col">{name}</th>
        ))}
      </tr>
    </thead>
  )
}
