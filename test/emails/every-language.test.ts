import { HtmlValidate } from 'html-validate'
import { describe, expect, it } from 'vitest'
import { isRightToLeft } from '../../src/templates/words.ts'
import { BRAND, LINK, variablesOf } from '../support/email-input.ts'
import { CLERK_TEXT, EVERY_EMAIL, writeEmail } from '../support/every-email.ts'

// What mail clients need and web pages do not: tables for layout, styles in place, XHTML's doctype.
const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    'attr-quotes': 'off',
    'doctype-style': 'off',
    'no-inline-style': 'off',
    'no-deprecated-attr': 'off',
    'no-trailing-whitespace': 'off',
    'no-unused-disable': 'off',
    'prefer-native-element': 'off',
    'no-redundant-role': 'off',
    'no-style-tag': 'off',
    'void-style': 'off',
    'long-title': 'off',
    'tel-non-breaking': 'off',
    'attr-case': 'off',
    'presentation-role-style': 'off',
    'doctype-html': 'off',
    'no-conditional-comment': 'off',
  },
})

const LINKED = /^(?:magic_link|invitation|organization_invitation$|waitlist_invitation)/
const REQUIRED = ['app', 'otp_code', 'magic_link', 'action_url']

function hrefsOf(html: string): string[] {
  return [...html.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'))
}

describe.each(EVERY_EMAIL)('%s in %s', (slug, locale) => {
  it('is whole', async () => {
    const { subject, html, text, ...written } = await writeEmail(slug, locale)
    expect(written).toMatchObject({ template: slug, locale, fallback: null })

    for (const part of [subject, html.replace(/<style>.*?<\/style>/gs, ''), text]) {
      expect(part).not.toMatch(/\bundefined\b|\bnull\b|\[object|NaN|[{}]|&amp;amp;/)
    }
    expect(subject).toMatch(/^\S.*\S$/)
    expect(subject.length).toBeLessThanOrEqual(120)
    expect(text).not.toMatch(/<[a-z/]/i)
    expect(Buffer.byteLength(html)).toBeLessThan(30_000)
    expect(html).not.toMatch(/@font-face|@import|url\(|<script|<link/i)

    const direction = isRightToLeft(locale) ? 'rtl' : 'ltr'
    for (const tag of html.match(/<(?:html|body) [^>]*>/g) ?? []) {
      expect(tag).toContain(` dir="${direction}"`)
      expect(tag).toContain(` lang="${locale}"`)
    }

    if (LINKED.test(slug)) {
      expect(hrefsOf(html)).toEqual([LINK, LINK])
      expect(text).toContain(`\n${LINK}\n`)
    }
    if (slug.endsWith('_code')) {
      expect(subject).toMatch(/^123456\b/)
      expect(html).toMatch(/dir="ltr"[^>]*>123456<\/p>/)
      expect(text).toMatch(/^123456$/m)
    }
    if (/^billing|^opaque|^commerce|^waitlist_entry/.test(slug)) {
      expect(text).toContain(CLERK_TEXT)
      expect(html).toContain(CLERK_TEXT.replaceAll('\n', '<br/>'))
    }
  })

  it('is valid HTML', async () => {
    const { html } = await writeEmail(slug, locale)
    const { results } = await validator.validateString(html)
    expect(
      results.flatMap(({ messages }) => messages.map((m) => `${m.ruleId}: ${m.message}`)),
    ).toEqual([])
  })

  it('does with what it cannot do without', async () => {
    const variables = Object.entries(variablesOf(slug)).filter(([name]) => REQUIRED.includes(name))
    const written = await writeEmail(slug, locale, Object.fromEntries(variables))
    expect(written).toMatchObject({ template: slug, locale, fallback: null })
    for (const part of [written.subject, written.text]) {
      expect(part).not.toMatch(/\bundefined\b|\bnull\b|[{}]/)
    }
    expect((await writeEmail(slug, locale, { ...BRAND })).html).not.toContain('undefined')
  })
})
