import type { Writable } from 'node:stream'

/** Writes lines until nobody reads them any more. */
export interface Output {
  readonly write: (line: string) => void
  /** Aborted when the reader, such as `head`, has closed the pipe. */
  readonly closed: AbortSignal
}

/** What is written after the reader has left is dropped, so the program ends as it would have with a reader. */
export function openOutput(stream: Writable, onError: (error: Error) => void): Output {
  const reader = new AbortController()
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') reader.abort()
    else onError(error)
  })
  return {
    write(line) {
      if (!reader.signal.aborted) stream.write(`${line}\n`)
    },
    closed: reader.signal,
  }
}
