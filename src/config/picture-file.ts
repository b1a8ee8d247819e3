import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, extname, resolve } from 'node:path'
import type { BrandFile } from '../domain/brand-file.ts'
import { PICTURE_TYPES } from './picture-path.ts'

const MOST_BYTES = 512 * 1024

/** In pixels. */
export interface PictureSize {
  readonly width: number
  readonly height: number
}

export type PictureFile =
  | { readonly kind: 'read'; readonly file: BrandFile; readonly size: PictureSize }
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
  const expected = type.replace('image/', '').toUpperCase()
  const content = contentOf(body)
  if (!content) return fault(`is not a ${expected}`)
  if (PICTURE_TYPES[`.${content.type}`] !== type) {
    return fault(
      `is not a ${expected} but a file of the type ${content.type}. Save it as a ${expected}`,
    )
  }
  const name = basename(source, extname(source)).replace(/[^\w-]/g, '-')
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 8)
  const file = { path: `/brand/${name}-${hash}${extension}`, type, body }
  return { kind: 'read', file, size: content }
}

function bytesOf(path: string): Uint8Array<ArrayBuffer> | null {
  try {
    return new Uint8Array(readFileSync(path))
  } catch {
    return null
  }
}

/** The size of the picture and its type, as the first bytes say; null if they are no picture. */
function contentOf(bytes: Uint8Array): (PictureSize & { readonly type: string }) | null {
  // Loaded here, because most processes have no logo from a file.
  const { imageSize } = createRequire(import.meta.url)('image-size') as typeof import('image-size')
  try {
    const { type, width, height } = imageSize(bytes)
    return type && width > 0 && height > 0 ? { type, width, height } : null
  } catch {
    return null
  }
}
