import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { run } from '../../src/cli/run.ts'
import { OPS_TOKEN, type RunningBellhop, SECRET, startBellhop } from '../support/bellhop.ts'
import { cliContext } from '../support/cli-context.ts'
import { createTestDatabase, type TestDatabase } from '../support/engines.ts'

describe('trigger, for a service in production', () => {
  let home: TestDatabase
  let bellhop: RunningBellhop
  let stdout: string[]
  let stderr: string[]

  beforeAll(async () => {
    home = await createTestDatabase('pglite')
    bellhop = await startBellhop(home, {
      NODE_ENV: 'production',
      APP_NAME: 'Acme',
      EMAIL_TRANSPORT: 'capture',
      SMS_TRANSPORT: 'capture',
    })
  })
  afterAll(async () => {
    await bellhop[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })
  beforeEach(() => {
    stdout = []
    stderr = []
  })

  function trigger(...args: string[]): Promise<number> {
    const { url } = bellhop
    return run(
      ['trigger', ...args],
      cliContext({
        settings: { url, signingSecrets: [SECRET], opsToken: OPS_TOKEN },
        print: (line) => stdout.push(line),
        complain: (line) => stderr.push(line),
      }),
    )
  }

  it.each(['email.created', 'sms.created', 'user.created'])(
    'refuses to send to a made-up address: %s',
    async (type) => {
      expect(await trigger(type)).toBe(2)
      expect(stderr.join(' ')).toMatch(/is in production.*--to/)
      expect(stdout).toEqual([])
      const response = await bellhop.get('/api/messages')
      expect(await response.json()).toMatchObject({ messages: [] })
    },
  )

  it.each([
    ['email.created', '', 'is not one address'],
    ['email.created', 'ada', 'Write ada@example.com.'],
    ['user.created', '+14155552671', 'is not one address'],
    ['sms.created', 'ada@mail.dev', 'is not one number'],
    ['sms.created', '0415555', 'Write +14155550123.'],
  ])('does not send %s to "%s"', async (type, to, words) => {
    expect(await trigger(type, '--to', to)).toBe(2)
    expect(stderr.join(' ')).toContain(words)
    expect(stdout).toEqual([])
  })

  it('sends when the recipient is named, or when there is none', async () => {
    expect(await trigger('user.deleted')).toBe(0)
    expect(await trigger('email.created', '--bad-signature')).toBe(0)
    expect(await trigger('email.created', '--published')).toBe(0)
    expect(await trigger('email.created', '--to', 'me@mail.dev')).toBe(0)
  })
})
