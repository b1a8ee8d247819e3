import { isIP } from 'node:net'

/**
 * A link that may become a button, unchanged: `https:` to a host with a name, and to this machine for
 * development. Nothing that hides where it leads: a user name before the host, an address of numbers.
 */
export function safeUrl(value: unknown): string | undefined {
  const url = webUrl(value)
  if (url === undefined) return undefined
  const { protocol, hostname, username, password } = new URL(url)
  if (username !== '' || password !== '') return undefined
  if (isLocalHost(hostname)) return url
  return protocol === 'https:' && !isIP(hostname.replace(/^\[|\]$/g, '')) ? url : undefined
}

/** Links that lead to a page, unchanged; none that would run (`javascript:`) where they are shown. */
export function webUrl(value: unknown): string | undefined {
  if (typeof value !== 'string' || /[\s\p{Cc}\p{Cf}"<>]/u.test(value)) return undefined
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol) ? value : undefined
}

/**
 * Template variables without links to the reader's own machine: in production nobody means that, and
 * what listens there may be anything.
 */
export function withoutLocalLinks(
  variables: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => {
      const url = webUrl(value)
      return url !== undefined && isLocalHost(new URL(url).hostname) ? [] : [[name, value]]
    }),
  )
}

function isLocalHost(hostname: string): boolean {
  return /^(?:.+\.)?localhost\.?$|^127(?:\.\d+){3}$|^\[::1\]$/.test(hostname)
}
