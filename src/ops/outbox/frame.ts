import { attributeOf, replaceElements, replaceTags } from './html-tags.ts'

export interface FrameOptions {
  readonly dark: boolean
  /** Whether pictures may be loaded from other hosts. */
  readonly images: boolean
}

/**
 * An email for its frame: in light or dark, whatever the reader's own setting is, and without requests
 * to other hosts.
 */
export function framed(html: string, { dark, images }: FrameOptions): string {
  const never = '(max-width: 0px)'
  const always = '(min-width: 0px)'
  const inScheme = replaceElements(html, 'style', (style) =>
    style
      .replaceAll(/\(\s*prefers-color-scheme\s*:\s*dark\s*\)/gi, dark ? always : never)
      .replaceAll(/\(\s*prefers-color-scheme\s*:\s*light\s*\)/gi, dark ? never : always),
  )
  const scheme = `<style>:root { color-scheme: ${dark ? 'dark' : 'light'} !important; }</style>`
  return `${images ? inScheme : withoutRemoteImages(inScheme)}${scheme}`
}

/** Whether the email contains a picture of another host. */
export function hasRemoteImages(html: string): boolean {
  let found = false
  replaceTags(html, 'img', (tag) => {
    found ||= /\ssrc\s*=\s*(?:["']\s*)?https?:/i.test(tag)
    return tag
  })
  return found
}

// The policy below also stops them, but then the browser's console has an error for each, and a broken
// picture beside the words that stand for it.
function withoutRemoteImages(html: string): string {
  return replaceTags(html, 'img', (tag) => {
    if (!isRemote(tag)) return tag
    const words = (attributeOf(tag, 'alt') ?? '').replaceAll('<', '&lt;')
    const style = attributeOf(tag, 'style')?.replaceAll('"', '&quot;')
    const shown = style ? ` style="${style}"` : ''
    return `<span${shown}>${words}</span>`
  })
}

/** Whether the picture, in any of its sizes, is not part of the email. */
function isRemote(tag: string): boolean {
  const src = attributeOf(tag, 'src')
  return !src || !/^\s*data:/i.test(src) || attributeOf(tag, 'srcset') !== null
}

/** No scripts, no requests (except for pictures, if wanted), and no frames on other sites. */
export function frameHeaders({ images }: Pick<FrameOptions, 'images'>): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `img-src data:${images ? ' https: http:' : ''}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    // The page around it reads its height.
    'sandbox allow-same-origin',
  ]
  return {
    'Content-Security-Policy': policy.join('; '),
    'Referrer-Policy': 'no-referrer',
  }
}
