/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { html } from 'hono/html'
import type { Child } from 'hono/jsx'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { type Asset, openAsset } from './asset.ts'
import { Base, baseOf, useAddress } from './base.tsx'
import { Header } from './header.tsx'
import type { ShownInstance } from './instance.tsx'
import { type Key, KeysDialog } from './keys-dialog.tsx'
import { shellOf } from './shell.ts'

const STYLE = openAsset('ops.css')
const SCRIPT = openAsset('ops.js')
const FAVICON = openAsset('bell.svg')

export interface PageOptions {
  /** Without one, the status that was set before, or 200. */
  readonly status?: ContentfulStatusCode
  /** `column`: text of a readable width. `fill`: the whole window. `alone`: without the header. */
  readonly shape?: 'wide' | 'column' | 'fill' | 'alone'
  /** The Clerk instances that the header offers: those that the page has read, all (the default), or none. */
  readonly instances?: readonly ShownInstance[] | boolean
  /** Whether the page updates itself, which the header then shows. */
  readonly live?: boolean
  /** Style sheets and scripts besides those of every page. */
  readonly assets?: readonly Asset[]
  /** Keys besides those of every page, for the list of keys. */
  readonly keys?: readonly Key[]
}

/** One of Bellhop's pages, with the header. `body` is the content of `<main>`. */
export async function page(
  c: Context,
  title: string,
  body: Child,
  options: PageOptions = {},
): Promise<Response> {
  const { status, instances = true } = options
  c.header('Cache-Control', 'no-store')
  if (status) c.status(status)
  const offered = instances === true ? await allInstances(c) : instances || []
  return c.html(
    html`<!doctype html>${(
      <Base.Provider value={baseOf(c)}>
        <Document c={c} title={title} options={options} instances={offered}>
          {body}
        </Document>
      </Base.Provider>
    )}`,
  )
}

async function allInstances(c: Context): Promise<readonly ShownInstance[]> {
  const shell = c.get('visitor') ? shellOf(c) : null
  return shell ? shell.instances(c.req.query('instance')) : []
}

interface DocumentProps {
  readonly c: Context
  readonly title: string
  readonly options: PageOptions
  readonly instances: readonly ShownInstance[]
  readonly children?: Child
}

function Document({ c, title, options, instances, children }: DocumentProps) {
  const { shape = 'wide', live = false, assets = [], keys } = options
  const at = useAddress()
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} · Bellhop`}</title>
        <link rel="icon" type="image/svg+xml" href={at(FAVICON.path)} />
        {[STYLE, ...assets].map(({ path }) =>
          path.endsWith('.css') ? <link rel="stylesheet" href={at(path)} /> : null,
        )}
        {[SCRIPT, ...assets].map(({ path }) =>
          path.endsWith('.js') ? <script type="module" src={at(path)}></script> : null,
        )}
      </head>
      <body class={shape}>
        {shape !== 'alone' && (
          <>
            <a class="skip" href="#main">
              Skip to the content
            </a>
            <Header c={c} instances={instances} live={live} />
          </>
        )}
        <main id="main">{children}</main>
        {shape !== 'alone' && <KeysDialog {...(keys ? { more: keys } : {})} />}
      </body>
    </html>
  )
}
