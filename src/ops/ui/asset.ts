import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Context } from 'hono'

/** A script, a style sheet or a picture of the pages: a file in `assets/`. */
export interface Asset {
  /** It changes with the content, so browsers may keep the file forever. */
  readonly path: string
  serve(c: Context): Response
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

const opened = new Map<string, Asset>()

/** Reads the asset `name`, for example `outbox.css`. The scripts that a script imports become assets too. */
export function openAsset(name: string): Asset {
  const known = opened.get(name)
  if (known) return known
  const file = readFileSync(new URL(`../assets/${name}`, import.meta.url), 'utf8')
  const extension = extname(name)
  const content = CONTENTS[extension]?.(file) ?? file
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12)
  // Only files without anything of a reader: compressed pages would betray what is secret in them.
  const compressed = new Uint8Array(gzipSync(content, { level: 9 }))
  const asset: Asset = {
    path: `/assets/${name.slice(0, -extension.length)}-${hash}${extension}`,
    serve(c) {
      // An app compresses by itself, and some (Next.js) do it whether an answer is compressed or not.
      const isOwnServer = c.env?.incoming !== undefined
      const zipped = isOwnServer && /\bgzip\b/.test(c.req.header('accept-encoding') ?? '')
      return c.body(zipped ? compressed : content, 200, {
        'Content-Type': TYPES[extension] ?? '',
        'Cache-Control': 'private, max-age=31536000, immutable',
        Vary: 'Accept-Encoding',
        ...(zipped ? { 'Content-Encoding': 'gzip' } : {}),
      })
    },
  }
  opened.set(name, asset)
  return asset
}

/** All assets that have been opened. */
export function openedAssets(): Iterable<Asset> {
  return opened.values()
}

const CONTENTS: Readonly<Record<string, (file: string) => string>> = {
  '.js': (file) => withPaths(compactScript(file)),
  '.css': compactStyle,
}

// What only people need, comments and indentation, is a quarter of the files.
function compactScript(script: string): string {
  return script
    .replaceAll(/^[ \t]*\/\*(?:(?!\*\/)[\s\S])*\*\/[ \t]*\n/gm, '')
    .replaceAll(/^[ \t]*\/\/.*\n/gm, '')
    .replaceAll(/^[ \t]+|^\n/gm, '')
}

// No string or address in the style sheets has what this replaces.
function compactStyle(style: string): string {
  return style
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/\s*([{};,>])\s+/g, '$1')
    .replaceAll(/(?<=[\w-]): /g, ':')
    .replaceAll(';}', '}')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/(?<=[ :,(])0\./g, '.')
}

// All assets are in one folder, so a script finds another one beside it, below any base path.
function withPaths(script: string): string {
  return script.replaceAll(/ from '\.\/([\w-]+\.js)'/g, (_, name: string) => {
    const file = openAsset(name).path.split('/').at(-1)
    return ` from './${file}'`
  })
}
