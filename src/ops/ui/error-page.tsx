/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { isSilence } from '../../store/engine/silence.ts'
import { pathOf } from './base.tsx'
import { LinkButton } from './button.tsx'
import { page } from './layout.tsx'

export interface ErrorAnswer {
  readonly status: ContentfulStatusCode
  /** The error in the JSON answer. */
  readonly error: string
  /** The heading of the page. */
  readonly title: string
  readonly fix: string
  /** A link to the next step. */
  readonly link?: { readonly to: string; readonly text: string }
}

export function isApi(c: Context): boolean {
  return pathOf(c).startsWith('/api/')
}

/** Whether a person reads the answer. Browsers ask for HTML; the API always answers with JSON. */
function isForPeople(c: Context): boolean {
  return !isApi(c) && (c.req.header('accept') ?? '').includes('text/html')
}

/** An error as a page for people, and as JSON for programs. */
export function errorAnswer(c: Context, refusal: ErrorAnswer): Response | Promise<Response> {
  const { status, error, title, fix, link } = refusal
  if (!isForPeople(c)) return c.json({ error, fix }, status)
  return page(
    c,
    title,
    <div class="error-page">
      <p class="soft">Error {status}</p>
      <h1>{title}</h1>
      <p>{fix}</p>
      {link && (
        <p>
          <LinkButton to={link.to}>{link.text}</LinkButton>
        </p>
      )}
    </div>,
    // The database, which has the instances, may be the cause.
    { status, shape: 'column', instances: false },
  )
}

const HOME = { to: '/', text: 'Go to the first page' }

/** The answer at an unknown address. */
export function notFound(c: Context): Response | Promise<Response> {
  if (!isForPeople(c)) return c.json({ error: 'not_found' }, 404)
  return errorAnswer(c, {
    status: 404,
    error: 'not_found',
    title: 'Not found',
    fix: 'There is no page at this address, or it has been removed.',
    link: HOME,
  })
}

/** The answer to an unexpected error, or to a request that Hono refuses. */
export function failed(
  c: Context,
  status: ContentfulStatusCode,
  cause?: Error,
): Response | Promise<Response> {
  if (isSilence(cause)) return silent(c)
  const error = status < 500 ? 'refused' : 'internal'
  if (!isForPeople(c)) return c.json({ error }, status)
  const [title, fix] =
    status < 500
      ? ['Not accepted', 'Go back, load the page again, and try once more.']
      : [
          'Something went wrong',
          'Try again in a moment. The log of the service contains the cause, and /readyz shows whether the database answers.',
        ]
  return errorAnswer(c, { status, error, title, fix, link: HOME })
}

/** The answer while the database does not answer. */
function silent(c: Context): Response | Promise<Response> {
  const error = 'unavailable'
  if (!isForPeople(c)) return c.json({ error }, 503)
  return errorAnswer(c, {
    status: 503,
    error,
    title: 'The database does not answer',
    fix: 'No message is sent until it does. Webhooks are answered with 503, and Clerk posts them again, so nothing is lost; codes expire meanwhile. Look at the database, at DATABASE_URL, and at the log of the service, which contains the cause.',
    link: { to: '/overview', text: 'Try again' },
  })
}
