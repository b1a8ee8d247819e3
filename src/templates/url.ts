import { isIP } from 'node:net'

/**
 * A link that may become a button, unchanged: `https:` to a host with a name, and to this machine for
 * development. Nothing that hides where it leads: an `@` before the path, be there a user name or not,
 * a backslash, which browsers take for a slash and other programs do not, an address of numbers.
 */
export function safeUrl(value: unknown): string | undefined {
  const url = webUrl(value)
  if (url === undefined || !PLAIN.test(url)) return undefined
  const { protocol, hostname } = new URL(url)
  if (isLocalHost(hostname)) return url
  return protocol === 'https:' && !isIP(hostname.replace(/^\[|\]$/g, '')) ? url : undefined
}

const PLAIN = /^https?:\/\/[^/?#@\\]+(?:[/?#][^\\]*)?$/i

/** Links that lead to a page, unchanged; none that would run (`javascript:`) where they are shown. */
export function webUrl(value: unknown): string | undefined {
  if (typeof value !== 'string' || /[\s\p{Cc}\p{Cf}"<>]/u.test(value)) return undefined
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol) ? value : undefined
}

/**
 * Template variables, and those within them, without links and pictures of the reader's own machine: in
 * production nobody means that, and what listens there may be anything.
 */
export function withoutLocalLinks(
  variables: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const own = withoutLocal(variables)
  const within = (value: unknown) => (isRecord(value) ? withoutLocal(value) : value)
  return Object.fromEntries(Object.entries(own).map(([name, value]) => [name, within(value)]))
}

function withoutLocal(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const url = webUrl(value)
      return url !== undefined && isLocalHost(new URL(url).hostname) ? [] : [[name, value]]
    }),
  )
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isLocalHost(hostname: string): boolean {
  return /^(?:.+\.)?localhost\.?$|^127(?:\.\d+){3}$|^\[::1\]$/.test(hostname)
}
