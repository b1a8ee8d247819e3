import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setVocabulary } from '../../src/templates/vocabulary.ts'
import { type RunningBellhop, startBellhop } from '../support/bellhop.ts'
import { emailCreated, smsCreated, userEvent } from '../support/clerk-events.ts'
import { createTestDatabase, ENGINES, type TestDatabase } from '../support/engines.ts'
import { openProviders, type Providers } from '../support/providers.ts'

const SETTINGS = fileURLToPath(new URL('../fixtures/project/bellhop.config.ts', import.meta.url))
const PUBLIC_URL = 'https://bellhop.northwind.dev'
const STAGING = { instance_id: 'ins_staging' }

describe.each(ENGINES)('a project with its own settings, on %s', (engine) => {
  let home: TestDatabase
  let providers: Providers
  let bellhop: RunningBellhop

  beforeAll(async () => {
    home = await createTestDatabase(engine)
    providers = await openProviders()
    // The file has the sender.
    const env = { ...providers.env, EMAIL_FROM: '', APP_ORIGIN: '', PUBLIC_URL }
    bellhop = await startBellhop(home, env, { settings: SETTINGS })
  })
  afterAll(async () => {
    setVocabulary()
    await bellhop[Symbol.asyncDispose]()
    await providers[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  async function sent(event: { readonly data: Record<string, unknown> }) {
    const { answer } = await bellhop.post(event)
    const message = await bellhop.reaches(answer.messageId, 'sent')
    const email = providers.resend.accepted.find(({ tags }) => tags.message_id === message.id)
    if (!email) throw new Error('Resend has no such email.')
    return { message, email }
  }

  const withVariables = (slug: string, data: object, envelope = {}) =>
    emailCreated({ slug, data: { otp_code: '424242', ...data } }, envelope)

  it('brand, sender, support, address, links and footer are those of the file', async () => {
    const { email } = await sent(emailCreated())
    expect(email).toMatchObject({
      from: 'Northwind <notifications@northwind.dev>',
      replyTo: ['help@northwind.dev'],
    })
    expect(email.subject).toContain('Northwind')
    for (const text of ['Hafenstraße 1', 'https://northwind.dev/privacy', 'Northwind delivers.']) {
      expect(email.html).toContain(text)
      expect(email.text).toContain(text)
    }
  })

  it('the logo is served with a hash in its name, to everybody', async () => {
    const { email } = await sent(emailCreated())
    const [address = ''] =
      /https:\/\/bellhop\.northwind\.dev(\/brand\/logo-[\da-f]{8}\.png)/.exec(String(email.html)) ??
      []
    expect(email.html).toMatch(/<img[^>]*width="120"[^>]*>/)
    const response = await fetch(`${bellhop.url}${new URL(address).pathname}`)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('image/png')
    expect(response.headers.get('cache-control')).toContain('immutable')
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(50)
  })

  it('an instance has its own name, sender and mark', async () => {
    const { email } = await sent(emailCreated({}, STAGING))
    expect(email.from).toBe('Northwind Staging <auth@staging.northwind.dev>')
    expect(email.subject).toMatch(/^\[Staging\] .*Northwind Staging/)
    expect(email.html).toContain('Hafenstraße 1')
  })

  it('a slug has its own sender, subject and copy', async () => {
    const notice = await sent(withVariables('password_changed', { greeting_name: 'Ada' }))
    expect(notice.email.from).toBe('Northwind Security <security@northwind.dev>')
    const reset = await sent(withVariables('reset_password_code', {}))
    expect(reset.email.subject).toBe('424242 resets your Northwind password')
    const receipt = await sent(withVariables('billing_receipt', {}))
    expect(receipt.email.bcc).toEqual(['books@northwind.dev'])
  })

  it("Clerk's own text is sent where it is wanted, and that is no fallback", async () => {
    const { email, message } = await sent(
      emailCreated({
        slug: 'invitation',
        subject: 'Clerk invites you',
        body: '<p>Clerk says hello</p>',
      }),
    )
    expect(email.subject).toBe('Clerk invites you')
    expect(email.html).toContain('Clerk says hello')
    expect(message).toMatchObject({ template: 'clerk', fallback: null })
  })

  it('what is off is skipped, in both channels', async () => {
    for (const event of [
      withVariables('passkey_added', {}),
      smsCreated({ slug: 'passkey_added' }),
    ]) {
      const { answer } = await bellhop.post(event)
      expect(answer).toMatchObject({ status: 'skipped', reason: 'disabled' })
    }
  })

  it('a lifetime of the file counts from the event', async () => {
    const { answer } = await bellhop.post(
      withVariables('reset_password_code', {}, { timestamp: Date.now() - 6 * 60_000 }),
    )
    expect(answer).toMatchObject({ status: 'expired' })
  })

  it('an own template in plain React is used, with a text part made from it', async () => {
    const { email, message } = await sent(userEvent('user.created'))
    expect(email.subject).toBe('Good to see you at Northwind')
    expect(email.html).toContain('<h1>Good to see you at Northwind</h1>')
    expect(email.text).toContain('https://northwind.dev/start')
    expect(message).toMatchObject({ template: 'welcome', fallback: null })
  })

  it('one changed sentence replaces ours, and other languages are written in English', async () => {
    const inLanguage = (locale: string) =>
      sent(withVariables('verification_code', { user: { public_metadata: { locale } } }))
    const german = await inLanguage('de-AT')
    expect(german.email.subject).toBe('424242 ist dein Code für Northwind')
    expect(german.message.locale).toBe('de')
    const french = await inLanguage('fr')
    expect(french.message.locale).toBe('en')
  })
})
