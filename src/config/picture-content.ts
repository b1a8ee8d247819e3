/** What a file really holds, as its first bytes say. */
export interface PictureContent {
  readonly type: string
  /** In pixels. */
  readonly width: number
  readonly height: number
}

/** The picture in these bytes; null if they are none of a kind that all mail clients show. */
export function pictureContent(bytes: Uint8Array): PictureContent | null {
  const found = png(bytes) ?? gif(bytes) ?? jpeg(bytes)
  return found && found.width > 0 && found.height > 0 ? found : null
}

/** Whether the bytes are an SVG, which many mail clients do not show. */
export function isSvg(bytes: Uint8Array): boolean {
  return /^[^<]*<(?:[?!].*<)?svg\b/is.test(latin(bytes.subarray(0, 2_000)))
}

function png(bytes: Uint8Array): PictureContent | null {
  if (bytes.length < 24 || latin(bytes.subarray(0, 8)) !== '\x89PNG\r\n\x1a\n') return null
  const view = viewOf(bytes)
  return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) }
}

function gif(bytes: Uint8Array): PictureContent | null {
  if (bytes.length < 10 || !/^GIF8[79]a/.test(latin(bytes.subarray(0, 6)))) return null
  const view = viewOf(bytes)
  return { type: 'image/gif', width: view.getUint16(6, true), height: view.getUint16(8, true) }
}

// The markers of a JPEG up to the one with its size, which there is one of for each way to compress.
function jpeg(bytes: Uint8Array): PictureContent | null {
  const view = viewOf(bytes)
  if (bytes.length < 4 || view.getUint16(0) !== 0xffd8) return null
  for (let at = 2; at + 9 <= bytes.length; ) {
    const marker = view.getUint16(at)
    if (marker < 0xff01) return null
    if (isSize(marker)) {
      return { type: 'image/jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
    }
    // A marker may be filled up with 0xff before it.
    at += marker === 0xffff ? 1 : 2 + view.getUint16(at + 2)
  }
  return null
}

const NO_SIZES = new Set([0xffc4, 0xffc8, 0xffcc])

function isSize(marker: number): boolean {
  return marker >= 0xffc0 && marker <= 0xffcf && !NO_SIZES.has(marker)
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1')
}
