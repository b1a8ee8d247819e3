/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { html } from 'hono/html'
import type { Child } from 'hono/jsx'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Visitor } from '../access/visitor.ts'
import { openAsset } from './asset.ts'

export const OPS_STYLE = openAsset('ops.css')

/** One of Bellhop's pages. */
export function page(
  c: Context,
  title: string,
  body: Child,
  /** Without one, the status that was set before, or 200. */
  status?: ContentfulStatusCode,
): Response | Promise<Response> {
  c.header('Cache-Control', 'no-store')
  if (status) c.status(status)
  return c.html(
    html`<!doctype html>${(
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{`${title} · Bellhop`}</title>
          <link rel="stylesheet" href={OPS_STYLE.path} />
        </head>
        <body>
          <header>
            {c.get('visitor') && (
              <nav aria-label="Bellhop">
                <a href="/">Bellhop</a>
                {c.get('hasOutbox') && <Link to="/" path={c.req.path} text="Outbox" />}
                {c.get('hasOutbox') && <Link to="/templates" path={c.req.path} text="Templates" />}
                <Link to="/overview" path={c.req.path} text="Overview" />
                <Link to="/messages" path={c.req.path} text="Messages" />
                <Link to="/suppressions" path={c.req.path} text="Suppressions" />
                <Link to="/doctor" path={c.req.path} text="Doctor" />
              </nav>
            )}
            <SignedIn visitor={c.get('visitor')} />
          </header>
          <main>{body}</main>
        </body>
      </html>
    )}`,
  )
}

function Link({ to, path, text }: { to: string; path: string; text: string }) {
  return (
    <a href={to} aria-current={path === to ? 'page' : undefined}>
      {text}
    </a>
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

/** The headings of the columns of a table. */
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

/** A status, in a colour that says whether it is good or bad. */
export function Status({ status }: { status: string }) {
  return <span class={`s-${status}`}>{status}</span>
}

/** The visitor, with a button to sign out. A session of Clerk belongs to the app, so it has no button. */
function SignedIn({ visitor }: { visitor: Visitor | undefined }) {
  if (!visitor) return null
  const { actor, role } = visitor
  return (
    <div class="visitor">
      <span class="soft">
        {NAMES[actor] ?? actor.replace(/^clerk:/, '')} · {role}
      </span>
      {actor.endsWith('token') && (
        <form method="post" action="/logout">
          <button type="submit">Sign out</button>
        </form>
      )}
    </div>
  )
}

const NAMES: Record<string, string> = {
  local: 'This machine',
  token: 'OPS_TOKEN',
  'viewer-token': 'OPS_VIEWER_TOKEN',
}

/** An instant, readable for people and programs. */
export function Time({ at }: { at: Date | null }) {
  if (at === null) return <span class="soft">–</span>
  return <time datetime={at.toISOString()}>{at.toISOString().replace('T', ' ').slice(0, 19)}</time>
}
