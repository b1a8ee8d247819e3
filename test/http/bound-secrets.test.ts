import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningBellhop, SECRET, startBellhop } from '../support/bellhop.ts'
import { emailCreated, published, userEvent } from '../support/clerk-events.ts'
import { createTestDatabase, type TestDatabase } from '../support/engines.ts'

const DEVELOPMENT = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'
const production = { instance_id: 'ins_prod' }
const development = { instance_id: 'ins_dev' }

describe('two secrets', () => {
  let home: TestDatabase
  let bellhop: RunningBellhop
  let lines: string[]

  async function start(secrets: string): Promise<void> {
    lines = []
    bellhop = await startBellhop(
      home,
      { CLERK_WEBHOOK_SIGNING_SECRET: secrets },
      { onLog: (line) => lines.push(line) },
    )
  }

  beforeAll(async () => {
    home = await createTestDatabase('pglite')
  })
  afterAll(() => home[Symbol.asyncDispose]())

  describe('that are bound to instances', () => {
    beforeAll(() => start(`${SECRET}@ins_prod+ins_staging ${DEVELOPMENT}@ins_dev`))
    afterAll(() => bellhop[Symbol.asyncDispose]())

    it('accept events of their own instances', async () => {
      for (const instance_id of ['ins_prod', 'ins_staging']) {
        expect(await bellhop.post(emailCreated({}, { instance_id }))).toMatchObject({ status: 200 })
      }
      const options = { secret: DEVELOPMENT }
      expect(await bellhop.post(emailCreated({}, development), options)).toMatchObject({
        status: 200,
      })
    })

    it('do not accept events of another instance: no deletion of its users, no messages', async () => {
      const user = { id: 'user_of_production' }
      await bellhop.post(userEvent('user.created', user, production))
      for (const event of [
        userEvent('user.deleted', user, production),
        emailCreated({}, production),
        emailCreated({}, { instance_id: null }),
      ]) {
        expect(await bellhop.post(event, { secret: DEVELOPMENT })).toEqual({
          status: 400,
          answer: { error: 'invalid_instance' },
        })
      }
      const users = await bellhop.database.db.selectFrom('users').select('id').execute()
      expect(users).toContainEqual(user)
      expect(lines.filter((line) => line.includes('"answer":"invalid_instance"'))).toHaveLength(3)
      expect(lines.join('\n')).toContain('"instanceId":"ins_prod"')
    })

    it('accept Clerk’s published examples, whose instance does not exist', async () => {
      const example = published('email.created.verification_code')
      expect(await bellhop.post(example)).toMatchObject({ status: 200 })
    })
  })

  describe('that are bound, with any type of event', () => {
    beforeAll(() => start(`${SECRET}@ins_prod,${SECRET} ${DEVELOPMENT}@ins_dev`))
    afterAll(() => bellhop[Symbol.asyncDispose]())

    it.each<[string, unknown]>([
      ['an ignored type', { ...emailCreated({}, production), type: 'session.created' }],
      ['a type that is left to us', { ...emailCreated({}, production), type: 'fax.created' }],
      ['a deletion of nobody', userEvent('user.deleted', { id: undefined }, production)],
      ['an unreadable event', userEvent('user.created', { id: 7 }, production)],
      ['an event of no type', { instance_id: 'ins_prod', data: {} }],
      ['an unreadable instance', emailCreated({}, { instance_id: 'x'.repeat(5_000) })],
    ])('refuse %s of another instance', async (_, event) => {
      expect(await bellhop.post(event, { secret: DEVELOPMENT })).toEqual({
        status: 400,
        answer: { error: 'invalid_instance' },
      })
      expect(lines.at(-1)?.length).toBeLessThan(1_000)
    })

    it('answer events of their own instance as without a binding', async () => {
      const own = { ...emailCreated({}, production), type: 'session.created' }
      expect(await bellhop.post(own)).toMatchObject({ status: 200, answer: { status: 'ignored' } })
      const odd = userEvent('user.created', { id: 7 }, production)
      expect(await bellhop.post(odd)).toMatchObject({ status: 422 })
    })

    it('stay bound when they are also listed without an instance', async () => {
      expect(await bellhop.post(emailCreated({}, development))).toMatchObject({ status: 400 })
      expect(await bellhop.post(emailCreated({}, production))).toMatchObject({ status: 200 })
    })
  })

  describe('of which one is bound', () => {
    beforeAll(() => start(`${SECRET}@ins_prod ${DEVELOPMENT}`))
    afterAll(() => bellhop[Symbol.asyncDispose]())

    it('cause a warning when the other one accepts an event of another instance', async () => {
      const advised = () => lines.filter((line) => line.includes('Bind them'))
      const options = { secret: DEVELOPMENT }
      await bellhop.post(emailCreated({}, production), options)
      expect(advised()).toEqual([])
      for (let time = 0; time < 2; time++) {
        await bellhop.post(emailCreated({}, development), options)
      }
      expect(advised()).toHaveLength(1)
      expect(advised()[0]).toContain('=<secret 1>@ins_prod,<secret 2>@ins_prod+ins_dev')
    })
  })

  describe('that are not bound', () => {
    beforeAll(() => start(`${SECRET} ${DEVELOPMENT}`))
    afterAll(() => bellhop[Symbol.asyncDispose]())

    it('accept events of every instance, and cause one warning with the line to set', async () => {
      const advised = () => lines.filter((line) => line.includes('Bind them'))
      await bellhop.post(emailCreated({}, production))
      await bellhop.post(emailCreated({}, production), { secret: DEVELOPMENT })
      expect(advised()).toEqual([])
      for (let time = 0; time < 3; time++) {
        const event = emailCreated({}, development)
        expect(await bellhop.post(event, { secret: DEVELOPMENT })).toMatchObject({ status: 200 })
      }
      expect(advised()).toHaveLength(1)
      expect(advised()[0]).toContain(
        'CLERK_WEBHOOK_SIGNING_SECRET=<secret 1>@ins_prod,<secret 2>@ins_prod+ins_dev',
      )
      expect(advised()[0]).not.toContain(SECRET.slice(6))
    })
  })
})
