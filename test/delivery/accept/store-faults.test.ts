import type { KyselyPlugin } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createResendTransport } from '../../../src/transports/resend.ts'
import { emailCreated } from '../../support/clerk-events.ts'
import { databaseForAll } from '../../support/database-for-all.ts'
import { openDeliveryCore } from '../../support/delivery-core.ts'
import { ENGINES } from '../../support/engines.ts'
import { openResendServer, type ResendServer } from '../../support/resend-server.ts'

/** Fails the k-th statement, before or after it is executed. */
function failing(k: number, when: 'before' | 'after'): KyselyPlugin & { struck: boolean } {
  let count = 0
  const plugin = {
    struck: false,
    transformQuery({ node }: Parameters<KyselyPlugin['transformQuery']>[0]) {
      if (when === 'before' && ++count === k) strike()
      return node
    },
    async transformResult({ result }: Parameters<KyselyPlugin['transformResult']>[0]) {
      if (when === 'after' && ++count === k) strike()
      return result
    },
  }
  function strike(): never {
    plugin.struck = true
    throw new Error(`statement ${k} failed ${when} it was carried out`)
  }
  return plugin
}

describe.each(ENGINES)('a database that fails, on %s', (engine) => {
  const database = databaseForAll(engine)
  let resend: ResendServer
  let clock = Date.now()

  beforeAll(async () => {
    resend = await openResendServer()
  })
  afterAll(() => resend.close())

  function core(plugin?: KyselyPlugin) {
    return openDeliveryCore({
      db: plugin ? database.db.withPlugin(plugin) : database.db,
      now: () => new Date(clock),
      transport: createResendTransport({
        apiKey: 're_test',
        from: 'a@acme.dev',
        baseUrl: resend.url,
      }),
    })
  }

  const sentTo = (address: unknown) => resend.accepted.filter(({ to }) => to[0] === address).length

  it.each(['before', 'after'] as const)(
    'at any statement of an acceptance (%s), stores everything or nothing',
    async (when) => {
      let k = 0
      for (let struck = true; struck; ) {
        const plugin = failing(++k, when)
        const event = emailCreated()
        const address = event.data.to_email_address
        const answered = await core(plugin)
          .accept(event, `${engine}-${when}-${k}`)
          .then(
            () => true,
            () => false,
          )
        struck = plugin.struck
        expect(answered).toBe(!struck)
        // Clerk tries again, and the database works.
        const bellhop = core()
        const id = await bellhop.accept(event, `${engine}-${when}-${k}`)
        await bellhop.settle()
        expect(await bellhop.status(id)).toMatchObject({ status: 'sent' })
        expect(sentTo(address)).toBe(1)
      }
      expect(k).toBeGreaterThan(1)
    },
  )

  it.each(['before', 'after'] as const)(
    'at any statement of a delivery (%s), neither loses the message nor sends it twice',
    async (when) => {
      let k = 0
      for (let struck = true; struck; ) {
        const plugin = failing(++k, when)
        const event = emailCreated({}, { timestamp: clock })
        const id = await core().accept(event)
        const faulty = core(plugin)
        await faulty.settle().catch(() => {})
        struck = plugin.struck
        // The lease of an open attempt has ended.
        clock += 20_000
        const bellhop = core()
        await bellhop.settle()
        expect(await bellhop.status(id)).toMatchObject({ status: 'sent', content: null })
        expect(sentTo(event.data.to_email_address)).toBe(1)
      }
      expect(k).toBeGreaterThan(5)
    },
  )
})
