/** The same request at another path. A body that somebody has read is as unreadable there, and throws nothing here. */
export function requestAt(path: string, request: Request): Request {
  const url = new URL(path, request.url)
  if (!request.bodyUsed) return new Request(url, request)
  const { method, headers } = request
  const body = new ReadableStream({
    start: (stream) => stream.error(new TypeError('The body has been read before.')),
  })
  return new Request(url, { method, headers, body, duplex: 'half' })
}
