/** `https:` links unchanged, and `http:` ones to this machine for development; nothing else. */
export function safeUrl(value: unknown): string | undefined {
  const url = webUrl(value)
  if (url === undefined) return undefined
  const { protocol, hostname } = new URL(url)
  const local = hostname === 'localhost' || hostname === '127.0.0.1'
  return protocol === 'https:' || local ? url : undefined
}

/** Links that lead to a page, unchanged; none that would run (`javascript:`) where they are shown. */
export function webUrl(value: unknown): string | undefined {
  if (typeof value !== 'string' || /[\s\p{Cc}\p{Cf}"<>]/u.test(value)) return undefined
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol) ? value : undefined
}
