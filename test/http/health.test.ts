import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { health } from '../../src/http/health.ts'
import { startBellhop } from '../support/bellhop.ts'
import { createTestDatabase, ENGINES } from '../support/engines.ts'

it('/readyz checks once per period, however often it is asked, and shows a stop at once', async () => {
  let looked = 0
  let stopping = false
  const check = async () => {
    looked += 1
    return 'ok' as const
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

describe.each(ENGINES)('/readyz on %s', (engine) => {
  it('notices a database that answers but accepts no writes', async () => {
    await using home = await createTestDatabase(engine)
    await using bellhop = await startBellhop(home)
    const { db } = bellhop.database
    expect((await bellhop.get('/readyz')).status).toBe(200)
    await sql`alter table bellhop.write_check add constraint shut check (false) not valid`.execute(
      db,
    )
    const response = await bellhop.get('/readyz')
    expect([response.status, await response.json()]).toMatchObject([
      503,
      { status: 'unavailable', checks: { database: 'failed', queue: 'ok' } },
    ])
    await sql`alter table bellhop.write_check drop constraint shut`.execute(db)
    expect((await bellhop.get('/readyz')).status).toBe(200)
  })
})
