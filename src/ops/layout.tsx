/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { html, raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Visitor } from './visitor.ts'

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d9dbe1, #35373d); --soft: light-dark(#5c606b, #a0a4ae); }
html { background: light-dark(#fff, #16181d); color: light-dark(#1b1d22, #e8eaee); }
body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 72rem; padding: 1.5rem; }
h1 { font-size: 1.35rem; } h2 { font-size: 1.05rem; margin-top: 2rem; }
a { color: light-dark(#1f56d8, #8fb1ff); }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .4rem .75rem .4rem 0; text-align: left; vertical-align: top; }
th { color: var(--soft); font-weight: 500; white-space: nowrap; }
dl { display: grid; gap: .25rem 1.5rem; grid-template-columns: max-content 1fr; } dd { margin: 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; } @media (min-width: 60rem) { .scroll td { overflow-wrap: anywhere; } }
.soft, dt { color: var(--soft); }
header nav, .pages { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
.pages { margin: 1rem 0; }
a[aria-current] { color: inherit; font-weight: 600; text-decoration: none; }
input, select, button { background: light-dark(#ffffff, #1e2024); border: 1px solid #80848f; border-radius: 6px; box-sizing: border-box; color: inherit; font: inherit; max-width: 100%; padding: .3rem .6rem; }
button { cursor: pointer; font-weight: 500; }
:focus-visible { outline: 2px solid light-dark(#1f56d8, #8fb1ff); outline-offset: 2px; }
.filters { align-items: end; display: grid; gap: .5rem 1rem; grid-template-columns: repeat(auto-fill, minmax(min(13rem, 100%), 1fr)); margin: 1rem 0; }
.field { margin: 0; } .field label { color: var(--soft); display: block; } .field input, .field select { height: 2.4rem; width: 100%; } .field button + a { margin-left: 1rem; }
.action { display: inline; }
.notice { border: 1px solid light-dark(#b3541e, #f0a070); border-radius: 6px; padding: .5rem .75rem; }
.empty { border: 1px dashed var(--line); border-radius: 6px; color: var(--soft); padding: 2rem 1rem; text-align: center; }
.s-failed, .s-bounced, .s-undelivered, .s-complained, .bad { color: light-dark(#b3261e, #ff9c94); }
.s-unknown, .s-expired { color: light-dark(#8a5200, #f2b866); }
.s-sent, .s-delivered { color: light-dark(#1b6e3c, #7fd6a0); }
.time-line { border-left: 2px solid var(--line); list-style: none; margin-left: .25rem; padding-left: 1rem; } .time-line li { margin: .35rem 0; overflow-wrap: anywhere; }
time { font-variant-numeric: tabular-nums; white-space: nowrap; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
.chart { display: block; min-width: 45rem; width: 100%; } .chart text { fill: var(--soft); font-size: 12px; } .chart line { stroke: var(--line); }
.chart rect { fill: var(--g); } .swatch { background: var(--g); border-radius: 2px; display: inline-block; height: .75em; width: .75em; }
.g-delivered { --g: light-dark(#1b7f45, #59c687); } .g-sent { --g: light-dark(#3d6fe0, #7ba2ff); } .g-waiting { --g: light-dark(#8d6bd0, #b79cf0); } .g-trouble { --g: light-dark(#c62f26, #ff8a80); } .g-none { --g: light-dark(#80848f, #8b8f99); }
.code { font: 600 1.75rem/1.4 ui-monospace, monospace; letter-spacing: .15em; }
iframe { background: #fff; border: 1px solid var(--line); border-radius: 6px; height: 44rem; max-width: 40rem; width: 100%; }
body > header { align-items: center; display: flex; flex-wrap: wrap; gap: .25rem 1rem; }
.visitor { align-items: center; display: flex; flex-wrap: wrap; gap: .25rem .75rem; margin-left: auto; overflow-wrap: anywhere; }
button, .button { background: transparent; border: 1px solid var(--soft); border-radius: 6px; color: inherit; cursor: pointer; display: inline-block; font: inherit; padding: .3rem .8rem; text-decoration: none; }
.sign-in { margin: 12vh auto 0; max-width: 22rem; }
.sign-in form { display: grid; gap: .5rem; }
.sign-in input { background: transparent; border: 1px solid var(--soft); border-radius: 6px; color: inherit; font: inherit; min-width: 0; padding: .5rem .75rem; }
.sign-in button, .sign-in .button { padding: .5rem .75rem; text-align: center; width: 100%; box-sizing: border-box; }
.sign-in form button { background: light-dark(#1f56d8, #8fb1ff); border-color: transparent; color: light-dark(#fff, #10131a); font-weight: 600; }
.sign-in p { margin: 0; } .sign-in form + p { margin-top: 1rem; } [role=alert] { color: light-dark(#b3261e, #ff9b93); }
pre { border: 1px solid var(--line); border-radius: 6px; overflow-x: auto; padding: 1rem; white-space: pre-wrap; }
`

// Scripts are files of ours, never part of a page. Styles may be: an email in its frame lives under
// this policy too, and has its styles in it. It may show its pictures, and no more.
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self'",
  "style-src 'unsafe-inline'",
  'img-src https: data:',
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** One of our pages, with the headers that keep it to itself. */
export function page(
  c: Context,
  title: string,
  body: Child,
  /** The one that was set, 200 otherwise. */
  status?: ContentfulStatusCode,
): Response | Promise<Response> {
  c.header('Content-Security-Policy', POLICY)
  // With no-referrer browsers would hide the origin of our own forms from us.
  c.header('Referrer-Policy', 'same-origin')
  c.header('X-Content-Type-Options', 'nosniff')
  c.header('Cache-Control', 'no-store')
  if (status) c.status(status)
  return c.html(
    html`<!doctype html>${(
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{`${title} · Bellhop`}</title>
          <style>{raw(STYLE)}</style>
        </head>
        <body>
          <header>
            {c.get('visitor') && (
              <nav aria-label="Bellhop">
                <a href="/">Bellhop</a>
                {c.get('hasOutbox') && <Link to="/" path={c.req.path} text="Outbox" />}
                <Link to="/overview" path={c.req.path} text="Overview" />
                <Link to="/messages" path={c.req.path} text="Messages" />
                <Link to="/suppressions" path={c.req.path} text="Suppressions" />
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

/** What may be wider than a telephone, and then is scrolled, also by keyboard. */
export function Scroll({ label, children }: { label: string; children: Child }) {
  return (
    <section class="scroll" aria-label={label} tabindex={0}>
      {children}
    </section>
  )
}

/** A status, in the colour of how well it went. */
export function Status({ status }: { status: string }) {
  return <span class={`s-${status}`}>{status}</span>
}

/** Who looks. Only a session of ours is ours to end: Clerk's is that of the app. */
function SignedIn({ visitor }: { visitor: Visitor | undefined }) {
  if (!visitor) return null
  const { actor, role, csrf } = visitor
  return (
    <div class="visitor">
      <span class="soft">
        {NAMES[actor] ?? actor.replace(/^clerk:/, '')} · {role}
      </span>
      {actor.endsWith('token') && (
        <form method="post" action="/logout">
          <input type="hidden" name="csrf" value={csrf} />
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

/** An instant, to be read by people and programs. */
export function Time({ at }: { at: Date | null }) {
  if (at === null) return <span class="soft">–</span>
  return <time datetime={at.toISOString()}>{at.toISOString().replace('T', ' ').slice(0, 19)}</time>
}
