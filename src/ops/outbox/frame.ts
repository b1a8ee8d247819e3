import { replaceElements, replaceTags } from './html-tags.ts'

export interface FrameOptions {
  readonly dark: boolean
  /** Whether pictures may be fetched from elsewhere. */
  readonly images: boolean
}

/**
 * An email as it is shown in its frame: in light or dark whatever the reader's own screen is, and
 * without asking anybody else for anything.
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

/** Whether there is a picture that would be fetched. */
export function hasRemoteImages(html: string): boolean {
  let found = false
  replaceTags(html, 'img', (tag) => {
    found ||= /\ssrc\s*=\s*(?:["']\s*)?https?:/i.test(tag)
    return tag
  })
  return found
}

// The policy below would stop them as well, but then the console complains of each.
function withoutRemoteImages(html: string): string {
  return replaceTags(html, 'img', (tag) =>
    tag.replaceAll(/\s(?:src|srcset)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi, (attribute) =>
      /=\s*(?:["']\s*)?data:/i.test(attribute) ? attribute : '',
    ),
  )
}

/** Nothing runs, nothing is fetched (but pictures, when asked for), and no page elsewhere may frame it. */
export function frameHeaders({ images }: Pick<FrameOptions, 'images'>): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `img-src data:${images ? ' https: http:' : ''}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    'sandbox',
  ]
  return {
    'Content-Security-Policy': policy.join('; '),
    'Referrer-Policy': 'no-referrer',
  }
}
