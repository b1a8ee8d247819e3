import type { ServerResponse } from 'node:http'
import type { Context } from 'hono'

export interface Download {
  /** The name of the file. */
  readonly name: string
  readonly type: string
}

/**
 * A file that is made while it is sent, so only a few of its pieces are in memory. The first piece is made
 * before the answer begins, because an error can still be answered then. A later error breaks the connection,
 * so that half a file is not taken for a whole one.
 */
export async function download(
  c: Context,
  { name, type }: Download,
  pieces: AsyncGenerator<string, void, undefined>,
): Promise<Response> {
  const encoder = new TextEncoder()
  let next: Promise<IteratorResult<string, void>> | null = Promise.resolve(await pieces.next())
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { value, done } = await (next ?? pieces.next())
        next = null
        if (done) controller.close()
        else controller.enqueue(encoder.encode(value))
      } catch {
        // The database does not answer, which /readyz shows.
        const outgoing: ServerResponse | undefined = c.env?.outgoing
        outgoing?.destroy()
        // With a server of our own, the message of an error would become the end of the file.
        if (outgoing) controller.close()
        else controller.error(new Error('The file could not be read to its end.'))
      }
    },
    async cancel() {
      await pieces.return()
    },
  })
  c.header('Content-Type', type)
  c.header('Content-Disposition', `attachment; filename="${name}"`)
  return c.body(body)
}
