import { describe, expect, it } from 'vitest'
import { startBellhop } from '../support/bellhop.ts'
import { createTestDatabase, ENGINES } from '../support/engines.ts'

describe.each(ENGINES)('odd queries on %s', (engine) => {
  it('are refused or ignored, and never cause an error', async () => {
    await using home = await createTestDatabase(engine)
    await using bellhop = await startBellhop(home)
    const statusOf = async (path: string) => (await bellhop.get(path)).status
    for (const path of [
      '/api/messages?slug=%00',
      '/api/messages?recipient=%00',
      '/api/messages?instance=%00',
      '/api/messages?cursor=1',
      '/api/messages?limit=0',
      '/api/messages?status=nothing',
      '/api/outbox?to=%00',
      '/api/outbox?slug=%00',
      '/api/outbox?instance=%00',
      '/api/outbox?wait=-1',
      '/api/outbox?since=-005000-01-01T00:00:00Z',
      '/api/messages?from=-009999-01-01T00:00:00Z',
    ]) {
      expect([path, await statusOf(path)]).toEqual([path, 400])
    }
    for (const path of [
      '/api/messages?status=&slug=&channel=&recipient=&cursor=',
      '/messages?slug=%00&instance=%00&from=never',
      '/messages?from=-009999-01-01T00:00:00Z',
      '/messages/resend-failed?since=-271821-04-20T00:00:00Z',
      '/?q=%00&instance=%00&before=1&view=x&lang=%00',
      '/overview?x=1',
      '/suppressions?cursor=x',
    ]) {
      expect([path, await statusOf(path)]).toEqual([path, 200])
    }
    const body = new URLSearchParams({ token: 'x'.repeat(9_000) })
    const tooLarge = await fetch(`${bellhop.url}/login`, { method: 'POST', body })
    expect(tooLarge.status).toBe(413)
    for (const path of ['/messages/x', '/outbox/x', '/outbox/x/html', '/api/messages/x']) {
      expect([path, await statusOf(path)]).toEqual([path, 404])
    }
  })
})
