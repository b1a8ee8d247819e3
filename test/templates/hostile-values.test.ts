import { describe, expect, it } from 'vitest'
import type { RenderedEmail } from '../../src/domain/template.ts'
import { EMAILS } from '../../src/templates/registry.ts'
import { createRenderer } from '../../src/templates/render.ts'
import { BRAND, emailInput, variablesOf } from '../support/email-input.ts'

const { render } = createRenderer({})

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

describe.each(Object.keys(EMAILS))('hostile values in %s', (slug) => {
  it.each(HOSTILE)('do no harm: %j', async (value) => {
    const names = {
      first_name: value,
      requested_by: value,
      requested_from: value,
      requested_at: value,
    }
    const theme = { primary_color: value, button_text_color: value }
    const app = { ...BRAND.app, name: value }
    const { subject, html, text } = await email(slug, {
      ...variablesOf(slug),
      ...names,
      theme,
      app,
    })
    expect(/<script|<img src=x|javascript:|(?:href|src)="[^"]*evil\.com/i.test(html)).toBe(false)
    for (const part of [subject, html, text]) {
      expect(/[\u202a-\u202e\u2066-\u2069\u2060\u200b]/.test(part)).toBe(false)
      expect(part.includes('\0')).toBe(false)
    }
    expect(subject).not.toMatch(/[\r\n]/)
    expect(subject.length).toBeLessThanOrEqual(250)
    expect(html.length).toBeLessThan(30_000)
  })
})

describe('names that a mail client would make a link of', () => {
  it.each([
    'evil.com',
    'https://evil.com',
    'www.evil',
    'eve@evil.com',
    'Pay at evil.co.uk now',
    'пример.рф',
  ])('are left out: %s', async (name) => {
    const { html, text } = await email('welcome', { ...BRAND, first_name: name })
    expect(text).toContain('Hi there,')
    expect((html + text).includes(name)).toBe(false)
  })

  it.each(['Ada', 'Jean-Luc', "O'Neil", 'José María', 'Dr. Strange', '王小明'])(
    'and others stay: %s',
    async (name) => {
      expect((await email('welcome', { ...BRAND, first_name: name })).text).toContain(`Hi ${name},`)
    },
  )

  it.each(['203.0.113.7', 'Chrome 128.0.6613.84, macOS', '2001:db8::1, Berlin'])(
    'are told from addresses and versions: %s',
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
