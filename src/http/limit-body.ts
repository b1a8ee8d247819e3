import { bodyLimit } from 'hono/body-limit'

/** Refuses bodies of more than `maxSize` bytes. */
export function limitBody(maxSize: number) {
  return bodyLimit({
    maxSize,
    // The rest of the body is not read, so the connection cannot be used again.
    onError: (c) => c.json({ error: 'body_too_large' }, 413, { Connection: 'close' }),
  })
}
