import { expect, it } from 'vitest'
import { compose } from '../../src/compose.ts'
import { readConfig } from '../../src/config/config.ts'
import { createLog } from '../../src/observe/log.ts'
import { OPS_TOKEN, SECRET } from '../support/bellhop.ts'
import { createTestDatabase } from '../support/engines.ts'
import { addFailed } from '../support/ledger-rows.ts'
import { furnish } from '../support/operations-scene.ts'

const BASE = '/bellhop'

it('every address of every page begins with the base path', async () => {
  await using home = await createTestDatabase('pglite')
  const database = await home.open()
  const env = { LOG_LEVEL: 'silent', CLERK_WEBHOOK_SIGNING_SECRET: SECRET, OPS_TOKEN }
  const config = readConfig(env, {}, { root: '.', name: 'createBellhop()', basePath: BASE })
  const bellhop = await compose(config, { log: createLog('silent'), database, keptMs: 0 })
  try {
    const { app } = bellhop
    const ask = (path: string, headers: Record<string, string>) =>
      app.request(`${BASE}${path}`, { headers: { accept: 'text/html', ...headers } })
    const authorization = `Bearer ${OPS_TOKEN}`
    const { troubled } = await furnish(database.db, new Date())
    await addFailed(database.db, { instanceId: 'ins_staging' })

    const others: string[] = []
    let count = 0
    for (const path of [
      '/',
      '/templates',
      '/overview',
      '/messages',
      '/messages?status=failed&instance=ins_staging',
      `/messages/${troubled}`,
      `/messages/resend-failed?since=${new Date(Date.now() - 3_600_000).toISOString()}`,
      '/suppressions',
      '/limits',
      '/audit',
      '/doctor',
      '/messages/nope',
      '/login',
    ]) {
      const html = await (await ask(path, { authorization })).text()
      expect(html, path).toContain('Bellhop</title>')
      for (const [, attribute = '', found = ''] of html.matchAll(
        / (href|src|action|data-live|data-events)="([^"]*)"/g,
      )) {
        count++
        const own = found === BASE || found.startsWith(`${BASE}/`)
        if (!own && !found.startsWith('#')) others.push(`${path}: ${attribute}="${found}"`)
      }
    }
    expect(others).toEqual([])
    expect(count).toBeGreaterThan(150)

    const style = /href="([^"]*\.css)"/.exec(await (await ask('/login', {})).text())?.[1] ?? ''
    expect((await app.request(style)).status).toBe(200)
    const to = async (path: string, headers: Record<string, string>) =>
      (await ask(path, headers)).headers.get('location')
    expect(await to('/outbox/clear', { authorization })).toBe(`${BASE}/`)
    expect(await to('/messages?status=failed', {})).toBe(
      `${BASE}/login?next=%2Fmessages%3Fstatus%3Dfailed`,
    )
    const signedIn = await app.request(`${BASE}/login`, {
      method: 'POST',
      body: new URLSearchParams({ token: OPS_TOKEN, next: '/messages?status=failed' }),
    })
    expect(signedIn.headers.get('location')).toBe(`${BASE}/messages?status=failed`)
  } finally {
    await bellhop.close()
  }
})
