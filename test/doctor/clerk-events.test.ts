import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { run } from '../../src/cli/run.ts'
import { postSignedProbe } from '../../src/cli/signed-probe.ts'
import { eventsCheck } from '../../src/doctor/clerk-events.ts'
import type { Finding } from '../../src/domain/finding.ts'
import { OPS_TOKEN, type RunningBellhop, SECRET, startBellhop } from '../support/bellhop.ts'
import { emailCreated, published } from '../support/clerk-events.ts'
import { cliContext } from '../support/cli-context.ts'
import { createTestDatabase, ENGINES, type TestDatabase } from '../support/engines.ts'

const OTHER_SECRET = 'whsec_b3RoZXIgc2VjcmV0IG9mIGFub3RoZXIgZW5kcG9pbnQ='
const SVIX = { headers: { 'user-agent': 'Svix-Webhooks/1.62' } }
const DAY_MS = 86_400_000

describe.each(ENGINES)('the check clerk.events, on %s', (engine) => {
  let home: TestDatabase
  let bellhop: RunningBellhop

  beforeEach(async () => {
    home = await createTestDatabase(engine)
    bellhop = await startBellhop(home, { OPS_TOKEN })
  })
  afterEach(async () => {
    await bellhop[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  const context = (now = () => new Date()) =>
    cliContext({
      settings: { url: bellhop.url, signingSecrets: [SECRET], opsToken: OPS_TOKEN },
      now,
      print: () => {},
      complain: () => {},
    })

  async function found(): Promise<Omit<Finding, 'id'>> {
    const check = eventsCheck(
      () => postSignedProbe(context(), bellhop.url),
      () => new Date(),
    )
    return check.run(AbortSignal.timeout(60_000))
  }

  const refuse = () => bellhop.post(emailCreated(), { ...SVIX, secret: OTHER_SECRET })

  it('warns while no event of Clerk has come', async () => {
    expect(await found()).toMatchObject({
      status: 'warn',
      message: expect.stringMatching(/^No event of Clerk/),
    })
  })

  it('is content with one event of Clerk, or one example of its Dashboard', async () => {
    await bellhop.post(published('email.created.verification_code'), SVIX)
    expect(await found()).toEqual({
      status: 'ok',
      message: 'The last event of Clerk came less than a minute ago.',
    })
  })

  it('does not count the events of the command line', async () => {
    for (const argv of [
      ['trigger', 'email.created', '--to', 'ada@acme.dev'],
      ['trigger', 'email.created', '--bad-signature'],
      ['send-test', 'verification_code', '--to', 'ada@acme.dev'],
    ]) {
      expect(await run(argv, context())).toBe(0)
    }
    expect(await found()).toMatchObject({
      status: 'warn',
      message: expect.stringMatching(/^No event of Clerk/),
    })
  })

  it('fails if the service refuses all that Clerk sends', async () => {
    await refuse()
    await refuse()
    expect(await found()).toMatchObject({
      status: 'fail',
      message: expect.stringMatching(
        /^The service has refused 2 webhooks because of the signature, .* accepted none of Clerk/,
      ),
      fix: expect.stringMatching(/CLERK_WEBHOOK_SIGNING_SECRET/),
    })
    // Neither this command nor a trigger hides it.
    await run(['trigger', 'email.created', '--to', 'ada@acme.dev'], context())
    expect(await found()).toMatchObject({ status: 'fail' })
  })

  it('warns if good ones came earlier, and forgets the refused ones with the next good one', async () => {
    await bellhop.post(emailCreated(), SVIX)
    await refuse()
    expect(await found()).toMatchObject({
      status: 'warn',
      message: expect.stringMatching(/refused 1 webhook .* good one/),
    })
    await bellhop.post(emailCreated(), SVIX)
    expect(await found()).toMatchObject({ status: 'ok' })
  })

  it('does not count refused requests that do not look like those of Svix', async () => {
    await bellhop.post(emailCreated(), SVIX)
    await bellhop.post(emailCreated(), { secret: OTHER_SECRET })
    expect(await found()).toMatchObject({ status: 'ok' })
  })

  it('forgets events after a week', async () => {
    await bellhop.post(emailCreated(), SVIX)
    const { db } = bellhop.database
    const earlier = new Date(Date.now() - 8 * DAY_MS)
    await db.updateTable('events').set({ receivedAt: earlier }).execute()
    expect(await found()).toMatchObject({
      status: 'warn',
      message: expect.stringMatching(/^No event of Clerk/),
    })
  })
})
