/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { html, raw } from 'hono/html'
import type { Child } from 'hono/jsx'

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d9dbe1, #35373d); --soft: light-dark(#5c606b, #a0a4ae); }
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
pre { border: 1px solid var(--line); border-radius: 6px; overflow-x: auto; padding: 1rem; white-space: pre-wrap; }
`

// Nothing on these pages runs; an email in its frame may show its pictures and no more.
const POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src https: data:',
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** One of our pages, with the headers that keep it to itself. */
export function page(c: Context, title: string, body: Child): Response | Promise<Response> {
  c.header('Content-Security-Policy', POLICY)
  c.header('Referrer-Policy', 'no-referrer')
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
          </header>
          <main>{body}</main>
        </body>
      </html>
    )}`,
  )
}

/** An instant, to be read by people and programs. */
export function Time({ at }: { at: Date | null }) {
  if (at === null) return <span class="soft">–</span>
  return <time datetime={at.toISOString()}>{at.toISOString().replace('T', ' ').slice(0, 19)}</time>
}
