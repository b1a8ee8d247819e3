import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename, extname, resolve } from 'node:path'
import type { BrandFile } from '../domain/brand-file.ts'
import { isPicturePath, PICTURE_TYPES } from './picture-path.ts'
import type { BrandSettings, Settings } from './settings-file.ts'

const MOST_BYTES = 512 * 1024

export interface BrandFiles {
  /** The settings, with addresses in the place of paths. */
  readonly settings: Settings
  readonly files: readonly BrandFile[]
  readonly problems: readonly string[]
}

/** Reads the pictures of all brands. They are served below `baseUrl`, which is null if it is not known. */
export function readBrandFiles(
  settings: Settings,
  root: string,
  baseUrl: string | null,
): BrandFiles {
  const files = new Map<string, BrandFile>()
  const problems: string[] = []

  function addressOf(source: string): string {
    if (!isPicturePath(source)) return source
    const file = readPicture(source, root)
    if (typeof file === 'string') problems.push(file)
    else if (baseUrl === null) {
      problems.push(
        `logo names the file ${source}, which mail clients fetch from Bellhop: set PUBLIC_URL, or use an https address`,
      )
    } else {
      files.set(file.path, file)
      return `${baseUrl}${file.path}`
    }
    return source
  }

  function served(brand: BrandSettings | undefined): BrandSettings | undefined {
    if (!brand?.logo) return brand
    const { src, dark, ...size } = brand.logo
    const logo = { ...size, src: addressOf(src), ...(dark ? { dark: addressOf(dark) } : {}) }
    return { ...brand, logo }
  }

  const { instances } = settings
  const changed = {
    ...settings,
    brand: served(settings.brand),
    instances:
      instances &&
      Object.fromEntries(
        Object.entries(instances).map(([id, one]) => [id, { ...one, brand: served(one.brand) }]),
      ),
  }
  return { settings: changed, files: [...files.values()], problems: [...new Set(problems)] }
}

/** The picture, or what is wrong with it. */
function readPicture(source: string, root: string): BrandFile | string {
  try {
    const body = new Uint8Array(readFileSync(resolve(root, source)))
    if (body.length > MOST_BYTES) {
      return `logo names the file ${source}, which is larger than 512 KB. Many readers would wait for it: make it smaller`
    }
    const extension = extname(source).toLowerCase()
    const name = basename(source, extname(source)).replace(/[^\w-]/g, '-')
    const hash = createHash('sha256').update(body).digest('hex').slice(0, 8)
    return {
      path: `/brand/${name}-${hash}${extension}`,
      type: PICTURE_TYPES[extension] ?? '',
      body,
    }
  } catch {
    return `logo names the file ${source}, which cannot be read. Paths begin at the root of the project`
  }
}
