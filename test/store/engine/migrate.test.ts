import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, inject, it } from 'vitest'
import { StartError } from '../../../src/domain/start-error.ts'
import { openDeliveryQueue } from '../../../src/queue/delivery-queue.ts'
import { openDatabase } from '../../../src/store/engine/open-database.ts'
import { createTestDatabase, ENGINES, type Engine } from '../../support/engines.ts'
import { openFolder, openHome } from '../../support/home.ts'

it.skipIf(!inject('postgres'))(
  'a migrated database works for a user without the right to create anything',
  async () => {
    await using home = await createTestDatabase('postgres')
    const user = `bellhop_test_${randomUUID().replaceAll('-', '')}`
    const { db, close } = await home.open()
    const run = (statement: string) => sql.raw(statement).execute(db)
    await run(`create role "${user}" login password '${user}'`)
    try {
      await run(`grant usage on schema bellhop to "${user}"`)
      await run(`grant all on all tables in schema bellhop to "${user}"`)
      const database = await home.open({ user })
      await expect(database.ping(10_000)).resolves.toBeUndefined()
      await database.close()
    } finally {
      await run(`drop owned by "${user}"`)
      await run(`drop role "${user}"`)
      await close()
    }
  },
)

/** A database of this version. */
const homeOn = (engine: Engine) =>
  engine === 'pglite' ? openFolder(inject('dataDir')) : openHome(engine)

describe.each(ENGINES)('a database that a newer version has migrated, on %s', (engine) => {
  const open = ({ DATABASE_URL, DATA_DIR = '' }: Readonly<Record<string, string>>) =>
    openDatabase(
      { databaseUrl: DATABASE_URL, dataDir: DATA_DIR, embeddedFsync: false },
      { onError: () => {} },
    )

  it('is refused in one sentence', async () => {
    await using home = await homeOn(engine)
    const { db, close } = await open(home.env)
    await sql`insert into bellhop.migrations (name) values ('9998-later.sql'), ('9999-last.sql')`.execute(
      db,
    )
    await close()
    await expect(open(home.env)).rejects.toThrow(
      new StartError(
        'The database was migrated by a newer version of Bellhop (9998-later.sql, 9999-last.sql): run that version, or put back a backup from before it.',
      ),
    )
  })

  it('is refused if only the tables of the queue are newer', async () => {
    await using home = await homeOn(engine)
    const { db, connection, close } = await open(home.env)
    const options = { onError: () => {}, onWarning: () => {} }
    const queue = await openDeliveryQueue(connection, options)
    await queue.stop()
    await sql`update bellhop_queue.version set version = version + 1`.execute(db)
    await expect(openDeliveryQueue(connection, options)).rejects.toThrow(
      /^The queue was migrated by a newer version of Bellhop \(pg-boss \d+\): run that version/,
    )
    await close()
  })
})
