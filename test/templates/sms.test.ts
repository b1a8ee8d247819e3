import { SegmentedMessage } from 'sms-segments-calculator'
import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../src/domain/languages.ts'
import type { RenderedSms } from '../../src/domain/template.ts'
import { createRenderer } from '../../src/templates/render.ts'
import { isRightToLeft, wordsOf } from '../../src/templates/words.ts'
import { SMS_SLUGS, writeSms } from '../support/every-email.ts'

const say = wordsOf('en', '')
const inWords = (code: string) =>
  [
    say('sms.verification_code', { code }),
    say('sms.keep'),
    say('sms.expiry', { minutes: 10 }),
  ].join(' ')
const withContact = (contact: string) => say('sms.password_removed', { contact })

describe('the SMS', () => {
  const sms = async (
    slug: string | null,
    variables: Record<string, unknown>,
    overrides = {},
    example = false,
    text = 'From Clerk',
  ) =>
    (await createRenderer({ brand: overrides }).render({
      channel: 'sms',
      slug,
      locales: ['en'],
      example,
      content: { variables, clerk: { text } },
    })) as RenderedSms

  it('names the app and ends with the line that binds the code to the site', async () => {
    const written = await sms(
      'verification_code',
      { otp_code: '123456', app: { name: 'Acme' } },
      { appOrigin: 'https://app.acme.dev:8443' },
    )
    expect(written.body).toBe(`Acme: ${inWords('123456')}\n\n@app.acme.dev #123456`)
    expect(written).toMatchObject({ template: 'verification_code', fallback: null, code: '123456' })
  })

  it('needs neither a name nor a site', async () => {
    expect((await sms('verification_code', { otp_code: '123456' })).body).toBe(inWords('123456'))
  })

  it('keeps the bound line last when it is an example', async () => {
    const { body } = await sms(
      'verification_code',
      { otp_code: '123456' },
      { appOrigin: 'https://a.dev' },
      true,
    )
    expect(body).toMatch(/^\[Test\] a\.dev: /)
    expect(body).toMatch(/\n@a\.dev #123456$/)
  })

  it('keeps the mark of a development instance in front, and the bound line last', async () => {
    const text = '[Development] 123456 is your verification code'
    const behind = 'Acme [Development]: 123456 is your verification code'
    const of = (example: boolean, slug = 'verification_code', clerks = text) =>
      sms(slug, { otp_code: '123456' }, { appOrigin: 'https://a.dev' }, example, clerks)
    const { body } = await of(false)
    expect(body).toBe(`[Development] a.dev: ${inWords('123456')}\n\n@a.dev #123456`)
    expect((await of(true)).body).toBe(`[Test] ${body}`)
    expect((await of(false, 'verification_code', behind)).body).toBe(body)
    expect((await of(false, 'brand_new')).body).toBe(text)
  })

  it('has its own name where one is set', async () => {
    const overrides = { appName: 'Größe – Ćwiczenia', smsAppName: 'Cwiczenia' }
    expect((await sms('password_changed', {}, overrides)).body).toMatch(/^Cwiczenia: /)
  })

  it('ends with the hash of the Android app, in place of the line for the site', async () => {
    const overrides = { appOrigin: 'https://app.acme.dev', smsAppHash: 'FA+9qCX9VSu' }
    const { body } = await sms('verification_code', { otp_code: '123456' }, overrides)
    expect(body).toMatch(/[^\n]\n\nFA\+9qCX9VSu$/)
    expect(body).not.toContain('@app.acme.dev')
    expect(new SegmentedMessage(body).segmentsCount).toBe(1)
    expect((await sms('password_changed', {}, overrides)).body).not.toContain('FA+9qCX9VSu')
  })

  it('names the way to get help if it fits, the address first', async () => {
    const body = async (overrides: object, variables = {}) =>
      (await sms('password_removed', variables, { appName: 'Acme', ...overrides })).body
    const [address, page] = ['help@acme.dev', 'https://acme.dev/help']
    const long = `https://acme.dev/${'x'.repeat(120)}`
    expect(await body({ supportEmail: address, supportUrl: page })).toBe(
      `Acme: ${withContact(address)}`,
    )
    expect(await body({ supportUrl: page })).toBe(`Acme: ${withContact(page)}`)
    expect(await body({}, { support_email: address })).toBe(`Acme: ${withContact(address)}`)
    expect(await body({ supportUrl: long })).toBe(`Acme: ${withContact('none')}`)
    expect(withContact('none')).toMatch(/\w\.$/)
  })

  it("is Clerk's own when the template fails", async () => {
    const overrides = { appOrigin: 'no address' }
    expect(await sms('verification_code', { otp_code: '123456' }, overrides)).toMatchObject({
      body: 'From Clerk',
      fallback: 'template_error',
    })
  })

  it.each([
    ['verification_code', {}, 'missing_variable'],
    ['verification_code', { otp_code: '12 34' }, 'missing_variable'],
    ['reset_password_code', { otp_code: null }, 'missing_variable'],
    ['invitation', { action_url: 'http://acme.dev/' }, 'missing_variable'],
    ['mfa_enabled', {}, 'unknown_slug'],
    [null, {}, 'unknown_slug'],
  ])("is Clerk's own for %s", async (slug, variables, fallback) => {
    expect(await sms(slug, variables)).toMatchObject({
      body: 'From Clerk',
      template: 'clerk',
      fallback,
    })
  })
})

// Languages in the SMS alphabet have 160 characters per segment, the others 70.
const encodingOf = (locale: string) =>
  new Intl.Locale(locale).maximize().script === 'Latn' ? 'GSM-7' : 'UCS-2'

it.each(LANGUAGES)('every SMS has a template and takes one segment in %s', async (locale) => {
  const faults: string[] = []
  for (const slug of SMS_SLUGS) {
    const { body, fallback, template } = await writeSms(slug, locale, {
      otp_code: '429618',
      action_url: 'https://acme.dev/i?t=c2ln',
      app: { name: 'Acme' },
    })
    const { encodingName, segmentsCount } = new SegmentedMessage(body)
    const isCode = slug === 'verification_code' || slug === 'reset_password_code'
    const holds = {
      'is written from its own template': fallback === null && template === slug,
      'names who writes': body.startsWith(isRightToLeft(locale) ? '\u200fAcme: ' : 'Acme: '),
      'has no gap': !/[{}]|undefined/.test(body),
      'takes one segment': segmentsCount === 1,
      'is in the alphabet of its language': encodingName === encodingOf(locale),
      'ends with the bound line': !isCode || /[^\n]\n\n@app\.acme\.dev #429618$/.test(body),
    }
    const broken = Object.entries(holds).flatMap(([name, held]) => (held ? [] : [name]))
    faults.push(...broken.map((fault) => `${slug}: ${fault}: ${body}`))
  }
  expect(faults).toEqual([])
})

it.each(LANGUAGES)(
  'every code takes one segment with a name of ten and a host of twenty characters in %s',
  async (locale) => {
    const brand = { appName: 'Lighthouse', appOrigin: 'https://signin.northwind.com' }
    expect([brand.appName.length, new URL(brand.appOrigin).hostname.length]).toEqual([10, 20])
    for (const slug of ['verification_code', 'reset_password_code']) {
      const { body } = await writeSms(slug, locale, { otp_code: '429618' }, { brand })
      const { segmentsCount, encodingName } = new SegmentedMessage(body)
      expect({ body, segmentsCount, encodingName }).toEqual({
        body,
        segmentsCount: 1,
        encodingName: encodingOf(locale),
      })
      expect(body).toMatch(/429618.*\n+@signin\.northwind\.com #429618$/s)
    }
  },
)

it('says how long a code works where there is room', async () => {
  const body = async (locale: string, appOrigin: string) =>
    (
      await writeSms(
        'reset_password_code',
        locale,
        { otp_code: '429618' },
        { brand: { appOrigin } },
      )
    ).body
  expect(await body('en', 'https://signin.northwind.com')).toContain('Expires in 10 min.')
  expect(await body('ja', 'https://a.dev')).toContain('10分間有効。')
  expect(await body('ja', 'https://signin.northwind.com')).not.toContain('10分')
})

it('a right-to-left text begins with a mark of its direction, before all other marks', async () => {
  const write = (locale: string, example: boolean) =>
    createRenderer().render({
      channel: 'sms',
      slug: 'verification_code',
      locales: [locale],
      example,
      content: { variables: { otp_code: '429618' }, clerk: { text: '[Development] 429618' } },
    }) as Promise<RenderedSms>
  for (const locale of ['ar', 'he']) {
    expect((await write(locale, true)).body).toMatch(/^\u200f\[Test\] \[Development\] [^\u200f]+$/)
  }
  expect((await write('en', false)).body).toMatch(/^\[Development\] 4/)
})

it('keeps typographic characters in names from doubling the size', async () => {
  const { body } = await writeSms('password_changed', 'en', {
    app: { name: 'Ada’s “Shop” – more…' },
  })
  expect(body).toMatch(/^Ada's "Shop" - more\.\.\.: /)
  expect(new SegmentedMessage(body).encodingName).toBe('GSM-7')
})

it.each(LANGUAGES)('an invitation ends with its unchanged link in %s', async (locale) => {
  const link = 'https://acme.dev/i?t=a.b-c&x=%2F#…–’'
  const { body } = await writeSms('invitation', locale, { action_url: link })
  expect(/https:\S+/.exec(body)?.[0]).toBe(link)
})

it.each(LANGUAGES)('a code of letters stands alone in %s', async (locale) => {
  const { body } = await writeSms('verification_code', locale, { otp_code: 'ab12cd' })
  expect(body).toContain('ab12cd')
  expect(body).not.toMatch(/\u2068ab12cd|ab12cd\u2069/)
})
