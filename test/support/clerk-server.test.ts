import { describe, expect, it } from 'vitest'
import { type ClerkServer, openClerkServer } from './clerk-server.ts'

const ask = (server: ClerkServer, path: string, init: RequestInit = {}) =>
  fetch(`${server.url}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${server.secretKey}` },
  })
const toggle = (server: ClerkServer, slug: string, body: unknown) =>
  ask(server, `/v1/templates/email/${slug}/toggle_delivery`, {
    method: 'POST',
    body: JSON.stringify(body),
  })

describe('the fake of Clerk', () => {
  it('keeps what was switched', async () => {
    await using server = await openClerkServer()
    const answer = await toggle(server, 'invitation', { delivered_by_clerk: false })
    expect(await answer.json()).toMatchObject({ slug: 'invitation', delivered_by_clerk: false })
    const shown = await ask(server, '/v1/templates/email/invitation')
    expect(await shown.json()).toMatchObject({ object: 'template', delivered_by_clerk: false })
    expect(server.deliveredByYou()).toEqual(['email:invitation'])
  })

  it('lists ten templates unless more are asked for', async () => {
    await using server = await openClerkServer()
    const listed = async (query: string) =>
      (await (await ask(server, `/v1/templates/email${query}`)).json()) as unknown[]
    expect(await listed('')).toHaveLength(5)
    expect(await listed('?limit=2&offset=4')).toHaveLength(1)
    expect((await ask(server, '/v1/templates/email?limit=501')).status).toBe(422)
  })

  it('answers as the specification of the API says', async () => {
    await using server = await openClerkServer({ paid: false })
    const stranger = await fetch(`${server.url}/v1/templates/email`)
    expect(stranger.status).toBe(401)
    expect(await stranger.json()).toMatchObject({ errors: [{ code: 'clerk_key_invalid' }] })
    expect((await ask(server, '/v1/templates/email/nothing')).status).toBe(404)
    expect((await toggle(server, 'invitation', { delivered_by_clerk: 'no' })).status).toBe(400)
    const put = await ask(server, '/v1/templates/email/invitation', { method: 'PUT', body: '{}' })
    expect(put.status).toBe(402)
  })

  it.each([
    ['sk_test_aFakeKeyForTests', 100],
    ['sk_live_aFakeKeyForTests', 1_000],
  ])('with the key %s allows %i requests in ten seconds', async (secretKey, limit) => {
    let time = 2_500
    await using server = await openClerkServer({ secretKey, now: () => new Date(time) })
    const statuses: number[] = []
    for (let count = 0; count < limit; count += 1) {
      statuses.push((await ask(server, '/v1/instance')).status)
    }
    expect(new Set(statuses)).toEqual(new Set([200]))
    const over = await ask(server, '/v1/instance')
    expect(over.status).toBe(429)
    expect(over.headers.get('retry-after')).toBe('8')
    time = 10_000
    expect((await ask(server, '/v1/instance')).status).toBe(200)
  })
})
