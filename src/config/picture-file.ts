import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename, extname, resolve } from 'node:path'
import type { BrandFile } from '../domain/brand-file.ts'
import { isSvg, type PictureContent, pictureContent } from './picture-content.ts'
import { NO_SVG, PICTURE_TYPES } from './picture-path.ts'

const MOST_BYTES = 512 * 1024

export type PictureFile =
  | { readonly kind: 'read'; readonly file: BrandFile; readonly content: PictureContent }
  | { readonly kind: 'fault'; readonly problem: string }

/** Reads a picture of the project. The path begins in `root`. */
export function readPictureFile(source: string, root: string): PictureFile {
  const fault = (what: string): PictureFile => ({
    kind: 'fault',
    problem: `logo names the file ${source}, which ${what}`,
  })
  const body = bytesOf(resolve(root, source))
  if (!body) return fault('cannot be read. Paths begin in the folder of the settings file')
  if (body.length === 0) return fault('is empty')
  if (body.length > MOST_BYTES) {
    return fault('is larger than 512 KB. Many readers would wait for it: make it smaller')
  }
  const extension = extname(source).toLowerCase()
  const type = PICTURE_TYPES[extension] ?? ''
  const content = pictureContent(body)
  if (!content) return fault(isSvg(body) ? `is an SVG. ${NO_SVG}` : `is not a ${nameOf(type)}`)
  if (content.type !== type) {
    return fault(`is not a ${nameOf(type)} but a ${nameOf(content.type)}. Rename it`)
  }
  const name = basename(source, extname(source)).replace(/[^\w-]/g, '-')
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 8)
  return { kind: 'read', file: { path: `/brand/${name}-${hash}${extension}`, type, body }, content }
}

function bytesOf(path: string): Uint8Array<ArrayBuffer> | null {
  try {
    return new Uint8Array(readFileSync(path))
  } catch {
    return null
  }
}

/** `PNG` for `image/png`. */
function nameOf(type: string): string {
  return type.replace('image/', '').toUpperCase()
}
