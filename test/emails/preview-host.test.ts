import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import '../../emails/_preview/loopback.ts'

it('keeps the preview on this machine', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, resolve))
  expect(server.address()).toMatchObject({ address: '127.0.0.1' })
  await new Promise((resolve) => server.close(resolve))
})
