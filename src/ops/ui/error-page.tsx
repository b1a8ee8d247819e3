/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { page } from './layout.tsx'
import { securityHeaders } from './security-headers.ts'

export interface Refusal {
  readonly status: ContentfulStatusCode
  /** What the JSON API answers. */
  readonly error: string
  /** What a person reads. */
  readonly title: string
  readonly fix: string
  /** Where to go from here. */
  readonly link?: { readonly to: string; readonly text: string }
}

export function isApi(c: Context): boolean {
  return c.req.path.startsWith('/api/')
}

/** Whether a person reads the answer: a browser asks for HTML, and nobody opens the API in one. */
function isForPeople(c: Context): boolean {
  return !isApi(c) && (c.req.header('accept') ?? '').includes('text/html')
}

/** A refusal as whoever asked can read it: a page for people, JSON for programs. */
export function refuse(c: Context, refusal: Refusal): Response | Promise<Response> {
  const { status, error, title, fix, link } = refusal
  if (!isForPeople(c)) return c.json({ error, fix }, status)
  c.status(status)
  return page(
    c,
    title,
    <>
      <h1>{title}</h1>
      <p>{fix}</p>
      {link && (
        <p>
          <a href={link.to}>{link.text}</a>
        </p>
      )}
    </>,
  )
}

const HOME = { to: '/', text: 'Go to the first page' }

/** Where there is nothing. */
function notFound(c: Context): Response | Promise<Response> {
  if (!isForPeople(c)) return c.json({ error: 'not_found' }, 404)
  return refuse(c, {
    status: 404,
    error: 'not_found',
    title: 'Not found',
    fix: 'There is nothing at this address, or not any more.',
    link: HOME,
  })
}

/** What could not be answered: what nobody expected, or a request that is like none of ours. */
function failed(c: Context, status: ContentfulStatusCode): Response | Promise<Response> {
  const error = status < 500 ? 'refused' : 'internal'
  if (!isForPeople(c)) return c.json({ error }, status)
  const [title, fix] =
    status < 500
      ? ['Not accepted', 'Go back, load the page again, and try once more.']
      : [
          'This did not work',
          'Try again in a moment. The log of the service has the cause; /readyz says whether its database answers.',
        ]
  return refuse(c, { status, error, title, fix, link: HOME })
}

/** The answers where no route has one, and the headers of all answers. */
export const answers = { securityHeaders, notFound, failed }
