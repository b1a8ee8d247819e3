import { expect, it } from 'vitest'
import { health } from '../../src/http/health.ts'

it('/readyz looks once in its time, however often it is asked, and says at once that it stops', async () => {
  let looked = 0
  let stopping = false
  const check = async () => {
    looked += 1
  }
  const routes = health({ database: check }, () => stopping, 60_000)
  const ask = () => Promise.all(Array.from({ length: 100 }, () => routes.request('/readyz')))
  for (const response of [...(await ask()), ...(await ask())]) expect(response.status).toBe(200)
  expect(looked).toBe(1)
  stopping = true
  const response = await routes.request('/readyz')
  expect([response.status, await response.json()]).toEqual([
    503,
    { status: 'stopping', checks: { database: 'ok' } },
  ])
})
