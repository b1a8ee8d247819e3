import type { KyselyPlugin, QueryId } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Transport } from '../../../src/domain/transport.ts'
import type { Db } from '../../../src/store/engine/database.ts'
import { emailCreated, smsCreated } from '../../support/clerk-events.ts'
import { databaseForAll } from '../../support/database-for-all.ts'
import { openDeliveryCore } from '../../support/delivery-core.ts'
import { ENGINES } from '../../support/engines.ts'
import { openTransports, type Transports } from '../../support/transports.ts'

/** A worker that is frozen once, when the database has stored its attempt and before it reads the answer. */
function frozenAfterBegin(meanwhile: () => Promise<unknown>): KyselyPlugin {
  let begin: QueryId | null = null
  let isOver = false
  return {
    transformQuery({ node, queryId }) {
      if (JSON.stringify(node).includes('bellhop.begin_attempt(')) begin = queryId
      return node
    },
    async transformResult({ result, queryId }) {
      if (queryId === begin && !isOver) {
        isOver = true
        await meanwhile()
      }
      return result
    },
  }
}

// The embedded engine has one process, which has nobody to take over from it.
describe.each(ENGINES.filter((engine) => engine === 'postgres'))(
  'a worker that was frozen before its request, on %s',
  (engine) => {
    const database = databaseForAll(engine)
    let transports: Transports
    let clock: number
    let people = 0
    const now = () => new Date(clock)

    beforeAll(async () => {
      transports = await openTransports({ now })
    })
    afterAll(() => transports[Symbol.asyncDispose]())
    beforeEach(() => {
      clock = Date.now()
    })

    const core = (transport: Transport, db: Db = database.db) =>
      openDeliveryCore({ db, now, transport, retryUnknown: true })

    const frozen = (transport: Transport, meanwhile: () => Promise<unknown>) =>
      core(transport, database.db.withPlugin(frozenAfterBegin(meanwhile)))

    const newNumber = () => `+1415${2_001_000 + people++ * 10_000}`
    const textsTo = (number: string) => transports.twilio.accepted.filter(({ to }) => to === number)

    it('does not send an SMS that another one has sent meanwhile', async () => {
      const to = newNumber()
      const bellhop = frozen(transports.sms(), async () => {
        clock += 31_000
        await core(transports.sms()).settle()
      })
      const id = await bellhop.accept(smsCreated({ to_phone_number: to }))
      await bellhop.work()
      expect(textsTo(to)).toHaveLength(1)
      expect(await bellhop.status(id)).toMatchObject({ status: 'sent', attempts: 2 })
    })

    it('does not send an older code after a newer one', async () => {
      const person = { to_email_address: `frozen-${people++}@mail.dev` }
      let newer = ''
      const bellhop = frozen(transports.email(), async () => {
        const other = core(transports.email())
        newer = await other.accept(emailCreated(person))
        clock += 13_000
        await other.settle()
        // It was held up by the older one, which has been given up now.
        clock += 1_000
        await other.settle()
      })
      const older = await bellhop.accept(emailCreated(person, { timestamp: Date.now() - 1_000 }))
      await bellhop.work()
      const sent = transports.resend.accepted.filter(({ to }) => to[0] === person.to_email_address)
      expect(sent.map(({ tags }) => tags.message_id)).toEqual([newer])
      expect(await bellhop.status(older)).toMatchObject({ status: 'unknown' })
    })

    it('sends what nobody has taken over', async () => {
      const to = newNumber()
      const bellhop = frozen(transports.sms(), async () => {
        clock += 60_000
      })
      const id = await bellhop.accept(smsCreated({ to_phone_number: to }))
      await bellhop.work()
      expect(textsTo(to)).toHaveLength(1)
      expect(await bellhop.status(id)).toMatchObject({ status: 'sent', attempts: 1 })
    })

    it('does not send what has expired meanwhile', async () => {
      const to = newNumber()
      const bellhop = frozen(transports.sms(), async () => {
        clock += 11 * 60_000
      })
      const id = await bellhop.accept(smsCreated({ to_phone_number: to }))
      await bellhop.work()
      expect(textsTo(to)).toHaveLength(0)
      expect(await bellhop.status(id)).toMatchObject({ status: 'expired' })
    })
  },
)
