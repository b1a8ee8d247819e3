import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readConfig } from '../../../src/config/config.ts'
import { openOfflineTools } from '../../../src/wiring/offline.ts'
import { type ClerkScene, openClerkScene } from '../../support/clerk-scene.ts'
import { wireTemplate } from '../../support/clerk-wire-templates.ts'

const ALL = ['take-over', '--all', '--yes']

describe('clerk take-over never switches what the service is not ready to send', () => {
  let scene: ClerkScene
  beforeEach(async () => {
    scene = await openClerkScene()
  })
  afterEach(() => scene[Symbol.asyncDispose]())

  const switches = () => scene.clerk.requests.filter(({ method }) => method === 'POST')

  const off = { messages: { email: { invitation: { use: 'off' } } } }
  const offlineTools = async () => openOfflineTools(readConfig({}, off))

  it('such as what the settings switch off', async () => {
    const { code, all } = await scene.bellhop(ALL, { offlineTools })
    expect(code).toBe(0)
    expect(all).toContain('not switched: email invitation: messages.email.invitation.use is off')
    expect(scene.clerk.template('email', 'invitation')?.delivered_by_clerk).toBe(true)
    expect(switches()).toHaveLength(6)
  })

  it('unless its slug is named', async () => {
    const { code, all } = await scene.bellhop(['take-over', '--slug', 'invitation', '--yes'], {
      offlineTools,
    })
    expect(code).toBe(0)
    expect(all).toContain('nobody sends it any more')
    expect(scene.clerk.deliveredByYou()).toEqual(['email:invitation'])
  })

  it('a template without its variables, and switches the others', async () => {
    scene.clerk.change('email', 'verification_code', { available_variables: ['app.name'] })
    const { code, all } = await scene.bellhop(ALL)
    expect(code).toBe(1)
    expect(all).toContain(
      "not switched: email verification_code: Bellhop's template needs otp_code",
    )
    expect(all).toContain('1 template is left with Clerk')
    expect(switches()).toHaveLength(6)
  })

  it('also if the template is named, and then it switches none', async () => {
    scene.clerk.change('email', 'verification_code', { available_variables: [] })
    const options = ['--slug', 'verification_code', '--slug', 'invitation', '--yes']
    const { code } = await scene.bellhop(['take-over', ...options])
    expect(code).toBe(1)
    expect(switches()).toEqual([])
  })

  it("but does switch it if the settings ask for Clerk's text", async () => {
    scene.clerk.change('email', 'verification_code', { available_variables: [] })
    const file = { messages: { email: { verification_code: { use: 'clerk' } } } }
    const { code } = await scene.bellhop(ALL, {
      offlineTools: async () => openOfflineTools(readConfig({}, file)),
    })
    expect(code).toBe(0)
    expect(switches()).toHaveLength(7)
  })

  it('an SMS without variables can be switched, because its code is read from its text', async () => {
    scene.clerk.change('sms', 'verification_code', { available_variables: [] })
    expect((await scene.bellhop(['take-over', '--channel', 'sms', '--yes'])).code).toBe(0)
    expect(switches()).toHaveLength(2)
  })

  it('a template that throws', async () => {
    const broken = async () => {
      const tools = await openOfflineTools(readConfig({}))
      const render: typeof tools.render = async (input) => {
        input.onFallback?.('template_error', new Error('my typo'))
        return null
      }
      return { ...tools, render }
    }
    const { code, all } = await scene.bellhop(['take-over', '--slug', 'invitation', '--yes'], {
      offlineTools: broken,
    })
    expect(code).toBe(1)
    expect(all).toContain("Bellhop's template fails: my typo")
    expect(switches()).toEqual([])
  })
})

describe('clerk take-over in production', () => {
  const options = { secretKey: 'sk_live_aFakeKeyForTests' }

  it('does not switch a channel that the service captures', async () => {
    await using scene = await openClerkScene(options)
    scene.service.transports = { email: 'resend', sms: 'capture' }
    const { code, all } = await scene.bellhop(ALL)
    expect(code).toBe(1)
    expect(all).toContain('the service captures SMS and sends none (SMS_TRANSPORT=capture)')
    expect(scene.clerk.deliveredByYou().filter((name) => name.startsWith('sms'))).toEqual([])
    expect(scene.clerk.deliveredByYou()).toHaveLength(5)
    expect(await scene.record()).toMatchObject({ environment: 'production' })
  })

  it('goes by the settings of the command if the service does not say how it sends', async () => {
    await using scene = await openClerkScene(options)
    const { code, all } = await scene.bellhop([
      'take-over',
      '--all',
      '--dry-run',
      '--url',
      'http://127.0.0.1:1',
    ])
    expect(code).toBe(1)
    expect(all).toContain('so the settings of this command count: Nothing answers')
    expect(all).toContain('the service captures emails and sends none')
  })

  it('in development captured messages are welcome', async () => {
    await using scene = await openClerkScene({
      templates: [wireTemplate('sms', 'password_changed')],
    })
    scene.service.transports = { email: 'capture', sms: 'capture' }
    const { code, all } = await scene.bellhop(ALL)
    expect(code).toBe(0)
    expect(all).toContain('SMS password_changed: Bellhop captures its own template')
  })
})
