import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, inject, it } from 'vitest'
import { type BellhopProcess, startProcess, startProcessIn } from '../support/bellhop-process.ts'
import { emailCreated, smsCreated } from '../support/clerk-events.ts'
import { buildVersion, earlierVersions } from '../support/earlier-versions.ts'
import { FULL } from '../support/full.ts'
import { openHome } from '../support/home.ts'
import { openProviders } from '../support/providers.ts'

const MINUTES = 60_000
// Clerk tries again after 5 s, 5 min and more.
const TRIES = 3

describe.skipIf(!FULL || !inject('postgres'))('an upgrade of two instances, one by one', () => {
  it.each(FULL && inject('postgres') ? earlierVersions() : [])(
    'from $title delivers every message once',
    { timeout: 6 * MINUTES },
    async (version) => {
      await using earlier = await buildVersion(version)
      await using home = await openHome('postgres')
      await using providers = await openProviders()
      // All numbers are of one range.
      const env = { ...home.env, ...providers.env, LIMIT_SMS_NEW_RANGE: 'off' }
      const running: BellhopProcess[] = []
      const start = async (service: BellhopProcess) => {
        running.push(service)
        await service.url()
        return service
      }
      let emails = 0
      let sms = 0
      // As Clerk does, with the same event again after a 503.
      async function post(service: BellhopProcess, event: unknown): Promise<number> {
        for (let tried = 1; ; tried++) {
          const { status } = await service.post(event)
          if (status !== 503 || tried === TRIES) return status
          await delay(500)
        }
      }
      const postTo = (...services: readonly BellhopProcess[]) =>
        Promise.all(
          Array.from({ length: 24 }, (_, n) => {
            const service = services[n % services.length]
            if (!service) throw new Error('There is no instance.')
            if (n % 4 > 0) {
              emails++
              return post(service, emailCreated())
            }
            return post(service, smsCreated({ to_phone_number: `+1415556${1_000 + sms++}` }))
          }),
        )
      const accepted = (statuses: readonly number[]) =>
        expect(statuses.filter((status) => status !== 200)).toEqual([])

      try {
        const oldOne = await start(startProcessIn(earlier.folder, env))
        const oldTwo = await start(startProcessIn(earlier.folder, env))
        accepted(await postTo(oldOne, oldTwo))
        // The new version migrates the database while the old ones work.
        const newOne = startProcess(env)
        const [duringMigration] = await Promise.all([postTo(oldOne, oldTwo), start(newOne)])
        accepted(duringMigration)
        oldOne.child.kill('SIGTERM')
        const [whileOneStops] = await Promise.all([postTo(oldTwo, newOne), oldOne.exit()])
        accepted(whileOneStops)
        const newTwo = await start(startProcess(env))
        accepted(await postTo(oldTwo, newOne, newTwo))
        oldTwo.child.kill('SIGTERM')
        await oldTwo.exit()
        accepted(await postTo(newOne, newTwo))

        const { resend, twilio } = providers
        const sent = () => [resend.accepted.length, twilio.accepted.length]
        await expect.poll(sent, { timeout: MINUTES }).toEqual([emails, sms])
        expect(new Set(resend.accepted.map(({ to }) => String(to))).size).toBe(emails)
        expect(new Set(twilio.accepted.map(({ to }) => to)).size).toBe(sms)
        for (const service of [newOne, newTwo]) {
          service.child.kill('SIGTERM')
          expect(await service.exit()).toBe(0)
        }
        expect(sent()).toEqual([emails, sms])
      } finally {
        for (const { child } of running) child.kill('SIGKILL')
      }
    },
  )
})
