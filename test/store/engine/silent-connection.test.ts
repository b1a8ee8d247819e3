import { describe, expect, inject, it } from 'vitest'
import type { Db } from '../../../src/store/engine/database.ts'
import { lockAttempts } from '../../../src/store/message/begin.ts'
import { createTestDatabase, ENGINES } from '../../support/engines.ts'
import { startTcpProxy } from '../../support/tcp-proxy.ts'

const ask = (db: Db) => db.selectFrom('messages').select('id').execute()

describe.skipIf(!ENGINES.includes('postgres'))('a connection that no answer comes from', () => {
  it.each([
    ['a statement', ask],
    ['a transaction', (db: Db) => db.transaction().execute((tx) => lockAttempts(tx, 'email'))],
  ])('is not used again after %s', async (_, work) => {
    await using home = await createTestDatabase('postgres')
    await using proxy = await startTcpProxy(inject('postgres')?.url ?? '')
    const { db, close } = await home.open({ port: proxy.port, timeoutMs: 3_000 })
    await ask(db)

    proxy.abandon()
    await expect(work(db)).rejects.toThrow('Query read timeout')
    expect(await ask(db)).toEqual([])
    await close()
  })

  it('costs a transaction one time limit', async () => {
    await using home = await createTestDatabase('postgres')
    await using proxy = await startTcpProxy(inject('postgres')?.url ?? '')
    const { db, close } = await home.open({ port: proxy.port, timeoutMs: 3_000 })
    const { promise: later, resolve: limitIsOver } = Promise.withResolvers<string>()
    let timer: NodeJS.Timeout | undefined

    const failed = db.transaction().execute(async (tx) => {
      await ask(tx)
      proxy.abandon()
      await ask(tx).catch((error) => {
        timer = setTimeout(() => limitIsOver('a second limit'), 2_000)
        throw error
      })
    })
    const first = await Promise.race([failed.catch(() => 'one limit'), later])
    clearTimeout(timer)
    expect(first).toBe('one limit')
    await close()
  })
})
