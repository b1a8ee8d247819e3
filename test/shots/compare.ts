import pixelmatch from 'pixelmatch'
import { PNG } from 'pngjs'

export interface Difference {
  /** The number of pixels that are not the same. */
  readonly pixels: number
  /** A picture (PNG) with these pixels in red. */
  readonly picture: Buffer
}

/** Compares two pictures (PNG). What only the larger one has counts as changed. */
export function compare(before: Buffer, after: Buffer): Difference {
  const [one, two] = [PNG.sync.read(before), PNG.sync.read(after)]
  const width = Math.max(one.width, two.width)
  const height = Math.max(one.height, two.height)
  const marked = new PNG({ width, height })
  const [first, second] = [onCanvas(one, width, height), onCanvas(two, width, height)]
  const exact = { threshold: 0, includeAA: true }
  const pixels = pixelmatch(first.data, second.data, marked.data, width, height, exact)
  return { pixels, picture: PNG.sync.write(marked) }
}

// Transparent where the picture ends.
function onCanvas(picture: PNG, width: number, height: number): PNG {
  if (picture.width === width && picture.height === height) return picture
  const canvas = new PNG({ width, height })
  PNG.bitblt(picture, canvas, 0, 0, picture.width, picture.height, 0, 0)
  return canvas
}
