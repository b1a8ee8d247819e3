import { describe, expect, it } from 'vitest'
import type { Db } from '../../../src/store/engine/database.ts'
import { isSilence } from '../../../src/store/engine/silence.ts'
import { createTestDatabase, ENGINES } from '../../support/engines.ts'

const coded = (code: string) => Object.assign(new Error('x'), { code })

describe('the database does not answer', () => {
  it.each(['ECONNREFUSED', '57P01', '53300', '08006', '58030', '3D000'])(
    'by the code %s',
    (code) => {
      expect(isSilence(coded(code))).toBe(true)
    },
  )

  it.each(['Query read timeout', 'Connection terminated unexpectedly', 'PGlite is closed'])(
    'by the message: %s',
    (message) => {
      expect(isSilence(new Error(message))).toBe(true)
    },
  )

  it('not because of a wrong statement or another fault', () => {
    for (const error of [coded('42P01'), coded('22P02'), new TypeError('x is not a function'), 1]) {
      expect(isSilence(error)).toBe(false)
    }
  })

  it('after the embedded one was closed', async () => {
    await using home = await createTestDatabase('pglite')
    const { db, close } = await home.open()
    await close()
    expect(isSilence(await faultOf(db))).toBe(true)
  })

  it.skipIf(!ENGINES.includes('postgres'))('after the one at PostgreSQL was dropped', async () => {
    const home = await createTestDatabase('postgres')
    const { db, close } = await home.open()
    await home[Symbol.asyncDispose]()
    expect(isSilence(await faultOf(db))).toBe(true)
    await close()
  })

  const faultOf = (db: Db) =>
    db
      .selectFrom('messages')
      .select('id')
      .execute()
      .catch((fault: unknown) => fault)
})
