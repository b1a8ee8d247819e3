/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { page } from './layout.tsx'

export interface Refusal {
  readonly status: ContentfulStatusCode
  /** What the JSON API answers. */
  readonly error: string
  /** What a person reads. */
  readonly title: string
  readonly fix: string
  readonly signIn?: boolean
}

export function isApi(c: Context): boolean {
  return c.req.path.startsWith('/api/')
}

/** A refusal as whoever asked can read it: JSON for programs, a page for people. */
export function refuse(c: Context, refusal: Refusal): Response | Promise<Response> {
  const { status, error, title, fix, signIn } = refusal
  if (isApi(c)) return c.json({ error, fix }, status)
  c.status(status)
  return page(
    c,
    title,
    <>
      <h1>{title}</h1>
      <p>{fix}</p>
      {signIn && (
        <p>
          <a href="/login">Sign in</a>
        </p>
      )}
    </>,
  )
}
