import { afterAll, beforeAll } from 'vitest'
import type { Database } from '../../src/store/engine/database.ts'
import { createTestDatabase, type Engine, type TestDatabase } from './engines.ts'

/** Opens one database for all tests of the `describe` that calls this, and closes it after them. */
export function databaseForAll(engine: Engine): Pick<Database, 'db' | 'connection'> {
  let home: TestDatabase
  let database: Database
  beforeAll(async () => {
    home = await createTestDatabase(engine)
    database = await home.open()
  })
  afterAll(async () => {
    await database.close()
    await home[Symbol.asyncDispose]()
  })
  return {
    get db() {
      return database.db
    },
    get connection() {
      return database.connection
    },
  }
}
