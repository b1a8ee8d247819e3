import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { postSignedProbe } from '../../src/cli/signed-probe.ts'
import { SECRET } from '../support/bellhop.ts'

it('the probe of a service that never answers ends with its signal', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const limit = new AbortController()
  server.once('request', () => limit.abort())
  const settings = { signingSecrets: [SECRET], dataDir: '/nowhere' }
  const world = { settings, fetch, now: () => new Date(), random: Math.random }
  const answer = postSignedProbe(world, `http://127.0.0.1:${port}`, limit.signal)
  await expect(answer).resolves.toEqual({ kind: 'no_service' })
  server.closeAllConnections()
  server.close()
})
