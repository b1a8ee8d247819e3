/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { html, raw } from 'hono/html'
import type { Child } from 'hono/jsx'
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
.scroll { overflow-x: auto; }
.soft { color: var(--soft); }
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
export function page(c: Context, title: string, body: Child): Response | Promise<Response> {
  c.header('Content-Security-Policy', POLICY)
  // With no-referrer browsers would hide the origin of our own forms from us.
  c.header('Referrer-Policy', 'same-origin')
  c.header('X-Content-Type-Options', 'nosniff')
  c.header('Cache-Control', 'no-store')
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
            <a href="/messages">Bellhop</a>
            <SignedIn visitor={c.get('visitor')} />
          </header>
          <main>{body}</main>
        </body>
      </html>
    )}`,
  )
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
