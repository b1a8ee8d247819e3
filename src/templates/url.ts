import { isIP } from 'node:net'

/**
 * The unchanged link if it may become a button: an `https:` URL to a named host, or a URL to this machine
 * for development. Rejects links that hide where they lead: with an `@` before the path, with a backslash
 * (browsers read it as a slash, other programs do not), or to an IP address.
 */
export function safeUrl(value: unknown): string | undefined {
  const url = webUrl(value)
  if (url === undefined || !PLAIN.test(url)) return undefined
  const { protocol, hostname } = new URL(url)
  if (isLocalHost(hostname)) return url
  return protocol === 'https:' && !isIP(hostname.replace(/^\[|\]$/g, '')) ? url : undefined
}

const PLAIN = /^https?:\/\/[^/?#@\\]+(?:[/?#][^\\]*)?$/i

/** The unchanged address of an image that may be loaded. */
export function imageUrl(value: unknown): string | undefined {
  const url = safeUrl(value)
  return url && new URL(url).protocol === 'https:' ? url : undefined
}

/** The unchanged link if it is http(s), so never one that runs code (`javascript:`). */
export function webUrl(value: unknown): string | undefined {
  if (typeof value !== 'string' || /[\s\p{Cc}\p{Cf}"<>]/u.test(value)) return undefined
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol) ? value : undefined
}

/**
 * Template variables, to a depth of two, without links and images on `localhost`. In production such a
 * link is always a mistake, and it would lead to an unknown program on the reader's machine.
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
