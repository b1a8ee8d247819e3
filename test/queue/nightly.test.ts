import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { openDeliveryQueue } from '../../src/queue/delivery-queue.ts'
import { createTestDatabase, ENGINES } from '../support/engines.ts'

it.each(ENGINES)(
  'a nightly task is scheduled once, even if it is requested several times, on %s',
  async (engine) => {
    await using home = await createTestDatabase(engine)
    const database = await home.open()
    const problems: unknown[] = []
    const queue = await openDeliveryQueue(database.connection, {
      onError: (error) => problems.push(error),
      onWarning: (message) => problems.push(message),
    })
    await queue.nightly('retention', async () => {})
    await queue.nightly('retention', async () => {})
    const { rows } = await sql`
      select name, cron, timezone, options->'expireInSeconds' as seconds
      from bellhop_queue.schedule`.execute(database.db)
    expect(rows).toEqual([
      { name: 'retention', cron: '17 3 * * *', timezone: 'UTC', seconds: 6 * 3_600 },
    ])
    await queue.stop()
    await database.close()
    expect(problems).toEqual([])
  },
)
