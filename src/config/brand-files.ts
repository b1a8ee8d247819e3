import type { BrandFile } from '../domain/brand-file.ts'
import { type PictureSize, readPictureFile } from './picture-file.ts'
import { isPicturePath } from './picture-path.ts'
import type { BrandSettings, Settings } from './settings-file.ts'

export interface BrandFiles {
  /** The settings, with addresses in the place of paths. */
  readonly settings: Settings
  readonly files: readonly BrandFile[]
  readonly problems: readonly string[]
  readonly warnings: readonly string[]
}

/** Reads the pictures of all brands. They are served below `baseUrl`, which is null if it is not known. */
export function readBrandFiles(
  settings: Settings,
  root: string,
  baseUrl: string | null,
): BrandFiles {
  const files = new Map<string, BrandFile>()
  const problems = new Set<string>()
  const warnings = new Set<string>()

  function addressOf(source: string, size: GivenSize): string {
    if (!isPicturePath(source)) return source
    const picture = readPictureFile(source, root)
    if (picture.kind === 'fault') {
      problems.add(picture.problem)
      return source
    }
    const distorted = distortion(source, size, picture.size)
    if (distorted) warnings.add(distorted)
    if (baseUrl === null) {
      problems.add(
        `logo names the file ${source}, which mail clients fetch from Bellhop: set PUBLIC_URL, or use an https address`,
      )
      return source
    }
    const { file } = picture
    files.set(file.path, file)
    return `${baseUrl}${file.path}`
  }

  function served(brand: BrandSettings | undefined): BrandSettings | undefined {
    if (!brand?.logo) return brand
    const { src, dark, ...size } = brand.logo
    const darkAddress = dark ? { dark: addressOf(dark, size) } : {}
    return { ...brand, logo: { ...size, src: addressOf(src, size), ...darkAddress } }
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
  return {
    settings: changed,
    files: [...files.values()],
    problems: [...problems],
    warnings: [...warnings],
  }
}

type GivenSize = Pick<NonNullable<BrandSettings['logo']>, 'width' | 'height'>

/** A sentence about a picture that the sizes of the settings would stretch. */
function distortion(source: string, { width, height }: GivenSize, real: PictureSize) {
  if (!width || !height) return undefined
  if (Math.abs((width * real.height) / real.width - height) <= 1) return undefined
  return `logo is ${width} × ${height} in the settings, but the file ${source} has ${real.width} × ${real.height}, so readers see it stretched. Leave out width or height`
}
