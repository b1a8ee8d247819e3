/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'
import { Link } from './link.tsx'

export interface CardProps {
  readonly title: string
  /** The figure, in large type. */
  readonly value?: Child
  /** A word beside the figure, for example its change since yesterday. */
  readonly note?: Child
  /** The page with the details. The whole card opens it. */
  readonly to?: string
  readonly children?: Child
}

/** A box with a title: a figure, or content. */
export function Card({ title, value, note, to, children }: CardProps) {
  return (
    <section class="card">
      <h2 class="card-title">
        {to ? (
          <Link to={to} class="stretched">
            {title}
          </Link>
        ) : (
          title
        )}
      </h2>
      {value !== undefined && (
        <p class="figure">
          {value}
          {note !== undefined && <span class="soft">{note}</span>}
        </p>
      )}
      {children}
    </section>
  )
}

/** Cards beside each other, as many as fit. */
export function Cards({ children }: { children: Child }) {
  return <div class="cards">{children}</div>
}
