import { v7 } from 'uuid'
import type { Channel } from '../../src/domain/message.ts'
import type { Receipt } from '../../src/domain/receipt.ts'
import type { Db } from '../../src/store/engine/database.ts'
import { recordReceipt } from '../../src/store/message/receipt.ts'
import { emailCreated, smsCreated } from './clerk-events.ts'
import { type DeliveryCore, openDeliveryCore } from './delivery-core.ts'
import { createTestDatabase, type Engine } from './engines.ts'
import type { ResendServer } from './resend-server.ts'
import { openTransports } from './transports.ts'
import type { TwilioServer } from './twilio-server.ts'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR

/** A person with an address, who requests messages and whose provider reports on them. */
export interface Person {
  /** Requests a message; resolves with its id. */
  ask(slug?: string): Promise<string>
  /** Requests a message and delivers it. */
  send(slug?: string): Promise<{ readonly id: string; readonly status: string }>
  bounces(id: string): Promise<void>
  complains(id: string): Promise<void>
  isDelivered(id: string): Promise<void>
}

export interface People extends AsyncDisposable {
  /** The current time in milliseconds; a test may change it. */
  clock: number
  readonly db: Db
  readonly resend: ResendServer
  readonly twilio: TwilioServer
  openCore(options?: CoreOptions): DeliveryCore
  /** Someone with an address of their own, or with this one. */
  person(channel: Channel, core?: DeliveryCore, address?: string): Person
  /** A person whose email bounced seven days ago. */
  whoBounced(core: DeliveryCore): Promise<Person>
}

/** Sends so many messages, one after the other; resolves with their statuses. */
export async function sendMany(person: Person, count: number, slug?: string): Promise<string[]> {
  const statuses: string[] = []
  for (let n = 0; n < count; n++) statuses.push((await person.send(slug)).status)
  return statuses
}

type CoreOptions = Omit<Parameters<typeof openDeliveryCore>[0], 'db' | 'now' | 'transport'> & {
  readonly channel?: Channel
}

/** People, the delivery core and both providers, on a clock that only the test moves. */
export async function openPeople(engine: Engine): Promise<People> {
  const home = await createTestDatabase(engine)
  const { db, close } = await home.open()
  const now = () => new Date(people.clock)
  const opened = await openTransports({ now })
  const { resend, twilio } = opened
  const transports = { email: opened.email(), sms: opened.sms() }
  let count = 0

  const people: People = {
    clock: Date.UTC(2026, 10, 21, 12),
    db,
    resend,
    twilio,
    openCore: ({ channel = 'email', ...options } = {}) =>
      openDeliveryCore({ db, now, transport: transports[channel], ...options }),
    person,
    async whoBounced(core) {
      const whom = person('email', core)
      await whom.bounces((await whom.send()).id)
      people.clock += 7 * DAY
      return whom
    },
    async [Symbol.asyncDispose]() {
      await opened[Symbol.asyncDispose]()
      await close()
      await home[Symbol.asyncDispose]()
    },
  }
  return people

  function person(channel: Channel, core = people.openCore({ channel }), given?: string): Person {
    const isEmail = channel === 'email'
    count++
    const address = given ?? (isEmail ? `p${count}@mail.dev` : `+1415556${1000 + count}`)

    async function report(id: string, status: Receipt['status'], suppress: Receipt['suppress']) {
      people.clock += 1_000
      const provider = isEmail ? 'resend' : 'twilio'
      const nothing = { providerMessageId: null, at: null, detail: null }
      const receipt = { ...nothing, provider, channel, eventId: v7(), messageId: id }
      await recordReceipt(db, v7(), { ...receipt, status, suppress }, now())
    }
    async function ask(slug = 'verification_code') {
      people.clock += 1_000
      const at = { timestamp: people.clock }
      return core.accept(
        isEmail
          ? emailCreated({ slug, to_email_address: address }, at)
          : smsCreated({ slug, to_phone_number: address }, at),
      )
    }
    return {
      ask,
      async send(slug) {
        const id = await ask(slug)
        await core.work()
        return { id, status: (await core.status(id)).status }
      },
      bounces: (id) => report(id, isEmail ? 'bounced' : 'undelivered', 'bounce'),
      complains: (id) => report(id, 'complained', 'complaint'),
      isDelivered: (id) => report(id, 'delivered', null),
    }
  }
}
