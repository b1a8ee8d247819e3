import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { extname } from 'node:path'
import type { Context } from 'hono'

/** A script or a style sheet of the pages: a file in `assets/`. */
export interface Asset {
  /** It changes with the content, so browsers may keep the file forever. */
  readonly path: string
  serve(c: Context): Response
}

const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css' }

/** Reads the asset `name`, for example `outbox.css`. */
export function openAsset(name: string): Asset {
  const content = readFileSync(new URL(`../assets/${name}`, import.meta.url), 'utf8')
  const extension = extname(name)
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12)
  return {
    path: `/assets/${name.slice(0, -extension.length)}-${hash}${extension}`,
    serve: (c) =>
      c.body(content, 200, {
        'Content-Type': `${TYPES[extension]}; charset=utf-8`,
        'Cache-Control': 'private, max-age=31536000, immutable',
      }),
  }
}
