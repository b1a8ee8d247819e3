import { describe, expect, it } from 'vitest'
import { lockAttempts } from '../../../src/store/message/begin.ts'
import { createTestDatabase, ENGINES } from '../../support/engines.ts'

// On PGlite there is no other process that would wait.
describe.skipIf(!ENGINES.includes('postgres'))('a process that is frozen in a transaction', () => {
  it('does not hold up the others', async () => {
    await using home = await createTestDatabase('postgres')
    const frozen = await home.open()
    const other = await home.open()
    const { promise: locked, resolve: locking } = Promise.withResolvers<void>()
    const { promise: thawed, resolve: thaw } = Promise.withResolvers<void>()
    const transaction = frozen.db.transaction().execute(async (tx) => {
      await lockAttempts(tx, 'email')
      locking()
      await thawed
      await lockAttempts(tx, 'sms')
    })
    await locked
    await other.db.transaction().execute((tx) => lockAttempts(tx, 'email'))
    thaw()
    await expect(transaction).rejects.toThrow()
    await frozen.db.transaction().execute((tx) => lockAttempts(tx, 'email'))
    await frozen.close()
    await other.close()
  })
})
