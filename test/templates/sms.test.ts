import { SegmentedMessage } from 'sms-segments-calculator'
import { describe, expect, it } from 'vitest'
import type { RenderedSms } from '../../src/domain/template.ts'
import { LANGUAGES } from '../../src/templates/catalogues.ts'
import { createRenderer } from '../../src/templates/render.ts'
import { wordsOf } from '../../src/templates/words.ts'
import { SMS_SLUGS, writeSms } from '../support/every-email.ts'

const inWords = (code: string) => wordsOf('en', '')('sms.verification_code', { code })

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
      'names who writes': body.startsWith('Acme: '),
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
