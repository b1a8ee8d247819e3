import { v7 } from 'uuid'
import { describe, expect, inject, it } from 'vitest'
import { openDeliveryQueue } from '../../src/queue/delivery-queue.ts'
import { openPostgres } from '../../src/store/engine/open-postgres.ts'
import { startProcess } from '../support/bellhop-process.ts'
import { emailCreated, smsCreated } from '../support/clerk-events.ts'
import { openHome } from '../support/home.ts'
import { hasPgBouncer, startPgBouncer } from '../support/pgbouncer.ts'
import { openProviders } from '../support/providers.ts'

const EMAILS = 30
const SMS = 10
// The delay that docs/scaling.md states, and what a busy machine adds.
const POLL_MS = 2_000
const SPARE_MS = 10_000

describe.skipIf(!inject('postgres') || !hasPgBouncer())('PostgreSQL behind PgBouncer', () => {
  it('in transaction mode lets two instances deliver every message once', async () => {
    await using home = await openHome('postgres')
    await using bouncer = await startPgBouncer('transaction')
    await using providers = await openProviders()
    const env = {
      ...providers.env,
      APP_NAME: 'Acme',
      SUPPORT_EMAIL: 'help@acme.dev',
      DATABASE_URL: bouncer.through(home.env.DATABASE_URL ?? ''),
    }
    const services = [startProcess(env), startProcess(env)]
    try {
      await Promise.all(services.map((service) => service.url()))
      const events = [
        ...Array.from({ length: EMAILS }, () => emailCreated()),
        ...Array.from({ length: SMS }, (_, n) =>
          smsCreated({ to_phone_number: `+1415556${1_000 + n}` }),
        ),
      ]
      const answers = await Promise.all(
        events.map((event, n) => services[n % services.length]?.post(event)),
      )
      expect(answers.map((answer) => answer?.status)).toEqual(events.map(() => 200))
      const sent = () => [providers.resend.accepted.length, providers.twilio.accepted.length]
      await expect.poll(sent).toEqual([EMAILS, SMS])
      for (const service of services) {
        service.child.kill('SIGTERM')
        expect(await service.exit()).toBe(0)
        const levelOf = (line: string) => JSON.parse(line).level
        const odd = service.lines.filter((line) => levelOf(line) !== 'info')
        expect(odd.filter((line) => !line.includes('Notifications of PostgreSQL'))).toEqual([])
        expect(odd).toHaveLength(1)
      }
      const { resend, twilio } = providers
      expect(new Set(resend.accepted.map(({ to }) => String(to))).size).toBe(EMAILS)
      expect(new Set(twilio.accepted.map(({ to }) => to)).size).toBe(SMS)
      expect(sent()).toEqual([EMAILS, SMS])
    } finally {
      for (const { child } of services) child.kill('SIGKILL')
    }
  })

  it.each(['transaction', 'session'] as const)(
    'in %s mode shows an instance the jobs of another in time',
    async (mode) => {
      await using home = await openHome('postgres')
      await using bouncer = await startPgBouncer(mode)
      const warnings: string[] = []
      const options = {
        onError: (error: Error) => warnings.push(String(error)),
        onWarning: (message: string) => warnings.push(message),
      }
      const database = await openPostgres(bouncer.through(home.env.DATABASE_URL ?? ''), options)
      const one = await openDeliveryQueue(database.connection, options)
      const other = await openDeliveryQueue(database.connection, options)
      const put = { id: v7(), channel: 'email', priority: 40, solo: false } as const

      // An empty queue is looked into again only after a signal.
      expect(await other.take('email', 1)).toEqual([])
      const began = performance.now()
      await one.enqueue([put])
      const taken = []
      while (taken.length === 0) {
        const seen = other.signal.count('email')
        taken.push(...(await other.take('email', 1)))
        if (taken.length === 0)
          await other.signal.wait('email', seen, AbortSignal.timeout(POLL_MS + SPARE_MS))
      }
      expect(taken).toEqual([put])
      expect(performance.now() - began).toBeLessThan(POLL_MS + SPARE_MS)
      const without = expect.stringMatching(/^Notifications of PostgreSQL do not arrive/)
      expect(warnings).toEqual(mode === 'transaction' ? [without, without] : [])
      await one.stop()
      await other.stop()
      await database.close()
    },
  )
})
