import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Db } from 'pg-boss'

type Listen = NonNullable<Db['listen']>

// On a connection of its own the first notification arrives within milliseconds. A busy process reads it late,
// but reads it between two tries.
const TRIES = 10
const WAIT_MS = 100

/**
 * The same as `listen`, but rejects if notifications do not arrive. A pooler in transaction mode accepts the
 * LISTEN, and then uses the connection for others.
 */
export function provenListen(db: Pick<Db, 'executeSql'>, listen: Listen): Listen {
  return async (channel, onNotification, onReconnect) => {
    const probe = `probe ${randomUUID()}`
    const { promise: arrived, resolve } = Promise.withResolvers<true>()
    const handle = await listen(
      channel,
      (payload) => (payload === probe ? resolve(true) : onNotification(payload)),
      onReconnect,
    )
    try {
      for (let tried = 0; tried < TRIES; tried++) {
        await db.executeSql('select pg_notify($1, $2)', [channel, probe])
        if (await Promise.race([arrived, delay(WAIT_MS)])) return handle
      }
      throw new Error('notifications do not arrive')
    } catch (error) {
      await handle.close()
      throw error
    }
  }
}
