import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../../src/config/config.ts'
import { openOfflineTools } from '../../../src/wiring/offline.ts'
import { OPS_TOKEN, type RunningBellhop, startBellhop } from '../../support/bellhop.ts'
import { type ClerkScene, openClerkScene } from '../../support/clerk-scene.ts'
import { wireTemplate } from '../../support/clerk-wire-templates.ts'
import { createTestDatabase, type TestDatabase } from '../../support/engines.ts'
import { addMessage } from '../../support/ledger-rows.ts'

const DAY_MS = 86_400_000

describe('clerk status', () => {
  let scene: ClerkScene
  beforeAll(async () => {
    scene = await openClerkScene()
  })
  afterAll(() => scene[Symbol.asyncDispose]())

  const objects = async (...args: Parameters<ClerkScene['bellhop']>) => {
    const { code, stdout } = await scene.bellhop(...args)
    expect(code).toBe(0)
    return stdout.map((line) => JSON.parse(line))
  }

  it('prints an object for each template with --json', async () => {
    const found = await objects(['status', '--json'])
    expect(found).toHaveLength(7)
    expect(found[0]).toEqual({
      channel: 'email',
      slug: 'verification_code',
      deliveredBy: 'clerk',
      sends: 'own',
      missing: [],
      customised: false,
    })
    expect(found.filter(({ customised }) => customised)).toMatchObject([
      { slug: 'password_changed' },
    ])
    expect(found.filter(({ sends }) => sends === 'clerk')).toMatchObject([
      { slug: 'someone_tried_to_sign_up' },
    ])
  })

  it('prints a table with the instance, the events and the unknown slugs', async () => {
    scene.clerk.change('email', 'invitation', { delivered_by_clerk: false })
    const { code, stdout, stderr, all } = await scene.bellhop(['status'])
    scene.clerk.change('email', 'invitation', { delivered_by_clerk: true })
    expect(code).toBe(0)
    expect(stdout[0]).toBe('Clerk instance: ins_test (development, key sk_test_…)')
    expect(stdout[1]).toMatch(
      /^channel {2}slug .* delivered by {2}.* customised {2}events \(7 days\)$/,
    )
    expect(all).toMatch(
      /^email +verification_code +Verification code +clerk +own template +- +no +12$/m,
    )
    expect(all).toMatch(/^email +invitation .* you +own template/m)
    expect(all).toMatch(
      /^email +someone_tried_to_sign_up .* Clerk's text - UNKNOWN SLUG +- +no +0$/m,
    )
    expect(stdout.at(-2)).toBe('You deliver 1 of 7 templates.')
    expect(stdout.at(-1)).toMatch(/^Bellhop does not know email someone_tried_to_sign_up\./)
    expect(stderr).toEqual([])
    expect(scene.service.queries.at(-1)).toBe('?days=7&instance=ins_test')
  })

  it('names the variables that Clerk does not have, with and without braces', async () => {
    await using other = await openClerkScene({
      templates: [
        wireTemplate('email', 'verification_code', ['{{ otp_code }}']),
        wireTemplate('email', 'reset_password_code', ['code']),
        wireTemplate('email', 'billing_receipt'),
        wireTemplate('sms', 'invitation'),
      ],
    })
    const { stdout } = await other.bellhop(['status', '--json'])
    expect(stdout.map((line) => JSON.parse(line))).toMatchObject([
      { slug: 'verification_code', missing: [] },
      { slug: 'reset_password_code', missing: ['otp_code'] },
      { slug: 'billing_receipt', missing: [] },
      { channel: 'sms', slug: 'invitation', missing: ['action_url'] },
    ])
    const { all } = await other.bellhop(['status'])
    expect(all).toMatch(/reset_password_code .* own template +otp_code +no/)
  })

  it('says what the settings decide, also for the instance', async () => {
    const file = {
      messages: { email: { password_changed: { use: 'off' } } },
      instances: { ins_test: { messages: { email: { invitation: { use: 'clerk' } } } } },
    }
    const offlineTools = async () => openOfflineTools(readConfig({}, file))
    const found = await objects(['status', '--json'], { offlineTools })
    const sends = Object.fromEntries(found.map((one) => [`${one.channel} ${one.slug}`, one.sends]))
    expect(sends).toMatchObject({
      'email password_changed': 'off',
      'email invitation': 'clerk',
      'sms password_changed': 'own',
    })
  })

  it('lists templates that come on several pages', async () => {
    const templates = Array.from({ length: 23 }, (_, n) => wireTemplate('email', `slug_${n}`))
    await using many = await openClerkScene({ templates, mostOfPage: 10 })
    expect((await many.bellhop(['status', '--json'])).stdout).toHaveLength(23)
  })

  it('shows no events if the service does not answer, and says why', async () => {
    const { code, stdout, stderr } = await scene.bellhop(['status', '--url', 'http://127.0.0.1:1'])
    expect(code).toBe(0)
    expect(stdout[2]).toMatch(/ no +-$/)
    expect(stderr.join()).toMatch(/^The events of the last 7 days are not known: Nothing answers/)
  })

  it.each([
    ['status', (url: string) => ['status', '--url', url]],
    ['take-over', (url: string) => ['take-over', '--all', '--dry-run', '--url', url]],
  ])('%s asks a service that never answers only for a limited time', async (_, argv) => {
    const signals: unknown[] = []
    const ask: typeof fetch = async (input, init) => {
      if (!String(input).includes('/api/slugs')) return fetch(input, init)
      signals.push(init?.signal)
      throw new Error('no answer')
    }
    const { code } = await scene.bellhop(argv('http://127.0.0.1:1'), { fetch: ask })
    expect(code).toBe(0)
    expect(signals).toEqual([expect.any(AbortSignal)])
  })

  describe('with a running service', () => {
    let home: TestDatabase
    let bellhop: RunningBellhop
    beforeAll(async () => {
      home = await createTestDatabase('pglite')
      bellhop = await startBellhop(home)
      const { db } = bellhop.database
      const instanceId = 'ins_test'
      await addMessage(db, { status: 'sent', instanceId })
      await addMessage(db, { status: 'skipped', reason: 'delivered_by_clerk', instanceId })
      await addMessage(db, { status: 'sent', instanceId: 'ins_other' })
      const createdAt = new Date(Date.now() - 8 * DAY_MS)
      await addMessage(db, { status: 'sent', instanceId, createdAt })
    })
    afterAll(async () => {
      await bellhop[Symbol.asyncDispose]()
      await home[Symbol.asyncDispose]()
    })

    it('counts the events of the instance', async () => {
      const settings = { url: bellhop.url, opsToken: OPS_TOKEN }
      const { all, stderr } = await scene.bellhop(['status'], {
        settings: { ...settings, clerk: clerkSettings() },
      })
      expect(stderr).toEqual([])
      expect(all).toMatch(/^email +verification_code .* 2$/m)
      expect(all).toMatch(/^sms +verification_code .* 0$/m)
    })

    it('says that the token is wrong', async () => {
      const settings = { url: bellhop.url, opsToken: 'wrong', clerk: clerkSettings() }
      const { code, stderr } = await scene.bellhop(['status'], { settings })
      expect(code).toBe(0)
      expect(stderr.join()).toContain('Set OPS_TOKEN')
    })
  })

  const clerkSettings = () => ({
    secretKey: scene.clerk.secretKey,
    apiUrl: scene.clerk.url,
    templatesDir: '/nowhere',
  })
})
