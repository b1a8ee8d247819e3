import { describe, expect, it } from 'vitest'
import type { RenderedEmail } from '../../src/domain/template.ts'
import { createRenderer } from '../../src/templates/render.ts'
import { wordsOf } from '../../src/templates/words.ts'
import { BRAND, emailInput, variablesOf } from '../support/email-input.ts'
import { EMAIL_SLUGS, writeEmail } from '../support/every-email.ts'

const { render } = createRenderer()

async function email(slug: string, variables: Record<string, unknown>): Promise<RenderedEmail> {
  return (await render(emailInput(slug, variables))) as RenderedEmail
}

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  'Ada\r\nBcc: eve@evil.com',
  '\u202Egnp.exe\u202C',
  'a\u200Bb\u2060c',
  'evil.com',
  'https://evil.com/login',
  'www.evil.com',
  'eve@evil.com',
  'x'.repeat(5000),
  '$& $1 {name} {{name}} {n, plural, other {#}}',
  '__proto__',
  '\u0000\ud800',
  'محمد بن موسى',
]

/** Sets every variable that a stranger may have chosen to `value`. */
function hostile(slug: string, value: string): Record<string, unknown> {
  const own = variablesOf(slug)
  const names = [
    'first_name',
    'greeting_name',
    'inviter_name',
    'passkey_name',
    'email_address',
    'new_email_address',
    'primary_email_address',
    'requested_by',
    'requested_from',
    'requested_at',
    'device_type',
    'browser_name',
    'operating_system',
    'location',
    'ip_address',
    'session_created_at',
    'sign_in_method',
    'locked_date',
    'failed_attempts',
    'unlock_time',
    'lockout_duration',
  ]
  return {
    ...own,
    ...Object.fromEntries(names.map((name) => [name, value])),
    inviter: { name: value },
    org: { name: value, logo_image_url: value },
    theme: { primary_color: value, button_text_color: value },
    app: { ...BRAND.app, name: value },
  }
}

// The template puts these in pairs around a value, to contain its direction.
const ISOLATE = /\u2068([^\u2066-\u2069]*)\u2069/g
const LINK_OUT = /(?:href|src)="[^"]*evil\.com/i

function harmIn(slug: string, { subject, html, text, ...written }: RenderedEmail): string[] {
  const parts = [subject, html, text]
  const outside = parts.map((part) => part.replace(ISOLATE, '$1').replace(ISOLATE, '$1'))
  const holds = {
    'is written from its own template': written.template === slug && written.fallback === null,
    'runs nothing': !/<script|<img src=x|javascript:/i.test(html),
    'links to nowhere else': !LINK_OUT.test(html),
    'turns no text around': outside.every(
      (part) => !/[\u202a-\u202e\u2066-\u2069\u2060\u200b]/.test(part),
    ),
    'is well-formed text': parts.every((part) => part.isWellFormed() && !part.includes('\0')),
    'has a subject of one line': !/[\r\n]/.test(subject) && subject.length <= 250,
    'is shorter than 30 kB': html.length < 30_000,
  }
  return Object.entries(holds).flatMap(([name, held]) => (held ? [] : [name]))
}

it.each(HOSTILE)('hostile values do no harm in any email: %j', async (value) => {
  const harm: string[] = []
  for (const slug of EMAIL_SLUGS) {
    for (const locale of ['en', 'ar']) {
      const written = await writeEmail(slug, locale, hostile(slug, value))
      harm.push(...harmIn(slug, written).map((fault) => `${slug} in ${locale}: ${fault}`))
    }
  }
  expect(harm).toEqual([])
})

const say = wordsOf('en', 'Acme')

describe('names that a mail client could turn into a link', () => {
  it.each([
    'evil.com',
    'https://evil.com',
    'www.evil',
    'eve@evil.com',
    'Pay at evil.co.uk now',
    'пример.рф',
  ])('are left out: %s', async (name) => {
    const { html, text } = await email('welcome', { ...BRAND, first_name: name })
    expect(text.startsWith(say('emails.welcome.body'))).toBe(true)
    expect((html + text).includes(name)).toBe(false)
  })

  it.each(['Ada', 'Jean-Luc', "O'Neil", 'José María', 'Dr. Strange', '王小明'])(
    'and others stay: %s',
    async (name) => {
      expect((await email('welcome', { ...BRAND, first_name: name })).text).toContain(
        say('greeting', { name }),
      )
    },
  )

  it.each(['203.0.113.7', 'Chrome 128.0.6613.84, macOS', '2001:db8::1, Berlin'])(
    'are not addresses or versions: %s',
    async (place) => {
      expect(
        (
          await email('verification_code', {
            ...variablesOf('verification_code'),
            requested_from: place,
          })
        ).text,
      ).toContain(place)
    },
  )
})

describe('the name of a browser', () => {
  it.each([
    [
      { device_type: 'Windows', browser_name: 'Chrome', operating_system: 'Windows' },
      'Windows, Chrome',
    ],
    [
      { device_type: 'MyApp', browser_name: 'MyApp', operating_system: 'unknown operating system' },
      'MyApp',
    ],
  ])('is shown once, without unknown parts: %j', async (variables, device) => {
    const own = { ...variablesOf('new_device_sign_in'), ...variables }
    const { html, text } = await email('new_device_sign_in', own)
    expect(text).toMatch(new RegExp(`^Device: ${device}$`, 'm'))
    expect(html).toContain(`>${device}</span>`)
  })

  it.each([
    'Call +1 800 555 0100',
    'Call +1 800 …',
    'Your account was hacked. Reply now',
    'https://evil.com',
  ])('is left out when it is another text: %s', async (said) => {
    for (const slug of ['verification_code', 'magic_link_sign_in', 'mfa_enabled']) {
      const names = ['requested_by', 'requested_from', 'requested_at']
      const spoiled = Object.fromEntries(names.map((name) => [name, said]))
      const { fallback, html, text } = await email(slug, { ...variablesOf(slug), ...spoiled })
      expect(fallback).toBeNull()
      expect(html + text).not.toMatch(/800|hacked|evil|Device:|ocation:|Time:/)
    }
  })

  it.each(['MyApp', '203.0.113.7 is yours', '999.0.0.1'])(
    'is not shown as an IP address: %s',
    async (said) => {
      const own = { ...variablesOf('new_device_sign_in'), ip_address: said }
      expect((await email('new_device_sign_in', own)).text).not.toContain(said)
    },
  )
})

describe('a link', () => {
  const written = (magic_link: string, production = false) =>
    createRenderer({ production }).render({
      channel: 'email',
      slug: 'magic_link_sign_in',
      example: false,
      locales: ['en'],
      content: {
        variables: { magic_link, app: { name: 'Acme' } },
        clerk: { subject: 'Sign in', html: '<p>Clerk wrote this</p>', text: 'Clerk wrote this' },
      },
    })

  it.each([
    'https://acme.com@evil.example/sign-in',
    'https://user:secret@acme.com/sign-in',
    'https://203.0.113.7/sign-in',
    'https://0xcb.0x0.0x71.7/sign-in',
    'https://[2001:db8::1]/sign-in',
    'http://acme.com/sign-in',
  ])('%s is not used for a button: Clerk’s own text is sent', async (link) => {
    expect(await written(link)).toMatchObject({ fallback: 'missing_variable' })
  })

  it.each(['http://localhost:3000/sign-in', 'https://app.localhost/x', 'http://127.0.0.1/x'])(
    '%s is used for a button in development only',
    async (link) => {
      expect(await written(link)).toMatchObject({ fallback: null })
      expect(await written(link, true)).toMatchObject({ fallback: 'missing_variable' })
    },
  )
})
