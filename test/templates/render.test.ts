import { createElement } from 'react'
import { describe, expect, it } from 'vitest'
import type { RenderedEmail, RenderInput } from '../../src/domain/template.ts'
import { EMAILS, type EmailTemplate, type Registry } from '../../src/templates/registry.ts'
import { createRenderer } from '../../src/templates/render.ts'
import { BRAND, emailInput, LINK, variablesOf } from '../support/email-input.ts'

const SLUGS = Object.keys(EMAILS)

const { render } = createRenderer()

async function email(
  slug: string | null,
  variables: Record<string, unknown>,
): Promise<RenderedEmail> {
  return (await render(emailInput(slug, variables))) as RenderedEmail
}

describe('the emails', () => {
  it.each(SLUGS)('%s is rendered with its template', async (slug) => {
    const written = await email(slug, variablesOf(slug))
    expect(written).toMatchObject({ template: slug, fallback: null })
    for (const part of [written.subject, written.html, written.text]) {
      expect(/undefined|null|\[object|NaN|\{\{/.test(part)).toBe(false)
    }
    expect(written.subject).not.toMatch(/[\r\n]/)
    expect(written.html).toMatch(/^<!DOCTYPE html[^>]*><html[^>]* lang="en"/)
    expect(written.html).toContain('https://img.clerk.com/logo')
    expect(Buffer.byteLength(written.html)).toBeLessThan(30_000)
    expect(written.text).not.toMatch(/<[a-z/]/i)
  })

  it.each(SLUGS)('%s has a preview', (slug) => {
    expect((EMAILS as Registry)[slug]?.preview().subject).toMatch(/\S/)
  })

  it.each(SLUGS)('%s is the same each time it is rendered', async (slug) => {
    expect(await email(slug, variablesOf(slug))).toEqual(await email(slug, variablesOf(slug)))
  })

  it.each(['verification_code', 'reset_password_code'])(
    '%s contains the code as one text, first in the subject',
    async (slug) => {
      const written = await email(slug, variablesOf(slug))
      expect(written.subject).toMatch(/^123456 .*Acme/)
      expect(written.html).toMatch(/dir="ltr"[^>]*>123456<\/p>/)
      expect(written.text).toMatch(/:\n123456\n/)
      expect(written.text).toContain('10 minutes')
      expect(written.text).toContain('203.0.113.7, Berlin, DE')
      expect(written.code).toBe('123456')
    },
  )

  it.each(['magic_link_sign_in', 'magic_link_sign_up', 'magic_link_user_profile'])(
    '%s does not change its link',
    async (slug) => {
      const written = await email(slug, { ...variablesOf(slug), ttl_minutes: 15 })
      const href = LINK.replaceAll('&', '&amp;')
      expect(written.html.split(`href="${href}"`)).toHaveLength(3)
      expect(written.text).toContain(`\n${LINK}\n`)
      expect(written.text).toContain('15 minutes')
      expect(written.link).toBe(LINK)
    },
  )

  it('are in the first language of the reader that has a catalogue', async () => {
    const written = await render(emailInput('welcome', BRAND, { locales: ['tlh', 'ar-EG', 'de'] }))
    expect((written as RenderedEmail).html).toMatch(/<html[^>]*dir="rtl"[^>]*lang="ar"/)
    expect(written?.locale).toBe('ar')
  })

  it('do not show the code in notifications where this is configured', async () => {
    const discreet = createRenderer({ codeInSubject: false })
    const input = emailInput('verification_code', variablesOf('verification_code'))
    const { subject, html } = (await discreet.render(input)) as RenderedEmail
    expect(subject).toMatch(/^[^\d]+$/)
    const preheader = /data-skip-in-text="true"[^>]*>([^<]+)/.exec(html)?.[1]
    expect(preheader).not.toContain('123456')
    expect(html).toContain('>123456</p>')
  })

  it('do not have an expiring link in their preheader', async () => {
    const linkOf = async (action_url: string) => (await email('invitation', { action_url })).link
    expect(await linkOf('javascript:alert(1)')).toBeUndefined()
    expect(await linkOf(LINK)).toBe(LINK)
  })

  it('are marked as examples', async () => {
    const ours = await render(
      emailInput('verification_code', variablesOf('verification_code'), { example: true }),
    )
    const clerks = await render(emailInput(null, {}, { example: true }))
    expect([ours, clerks].map((written) => (written as RenderedEmail).subject)).toEqual([
      expect.stringMatching(/^\[Test\] 123456 .*Acme/),
      '[Test] Clerk says',
    ])
  })
})

describe('emails of a development instance', () => {
  const of = async (
    subject: string | undefined,
    rest = {},
    slug = 'verification_code',
    own: { text?: string; html?: string } = {},
  ) => {
    const clerk = { html: '<p>Clerk</p>', text: 'Clerk', ...(subject && { subject }), ...own }
    const content = { variables: variablesOf(slug), clerk }
    return (await render(emailInput(slug, {}, { content, ...rest }))) as RenderedEmail
  }

  it.each([
    '[Development] 123456 is your verification code\n',
    ' [development] 123456',
    '[Acme] [Development] 123456',
    'Acme [Development] 123456 is your code',
    '123456 is your code [Development]',
  ])('keep its mark: %j', async (subject) => {
    const written = await of(subject)
    expect(written.fallback).toBeNull()
    expect(written.subject).toMatch(/^\[Development\] 123456 .*Acme/)
    expect(written.text).toMatch(/^\[Development\]\n\n/)
    expect(written.html).toContain('>[Development]</span>')
    expect((await of(subject, { example: true })).subject).toMatch(/^\[Test\] \[Development\] 1/)
  })

  it("are marked once where the words are Clerk's", async () => {
    const subject = '[Development] News'
    expect((await of(subject, {}, 'brand_new')).subject).toBe(subject)
    const behind = 'Acme [Development] News'
    expect((await of(behind, {}, 'brand_new')).subject).toBe('[Development] Acme News')
  })

  it.each([
    { text: '\n[Development]\n\n123456 is your code' },
    {
      html: '<!DOCTYPE html><html><head><title>Code</title></head><body class="a"><p> [Development] 1</p>',
    },
    { html: '<div><b>[development]</b> 123456</div>' },
  ])('keep the mark that only the text begins with: %j', async (own) => {
    for (const slug of ['verification_code', 'brand_new']) {
      const { subject } = await of('123456 is your code', {}, slug, own)
      expect(subject).toMatch(/^\[Development\] 123456/)
    }
  })

  it('are marked once where the name of the app has the mark, too', async () => {
    const clerk = { subject: 'Acme [Development]: 123456', text: '123456' }
    const variables = { ...variablesOf('verification_code'), app: { name: 'Acme [Development]' } }
    const input = emailInput('verification_code', {}, { content: { variables, clerk } })
    const { subject, text } = (await render(input)) as RenderedEmail
    expect(subject).toMatch(/^\[Development\] 123456 .*Acme/)
    for (const part of [subject, text]) expect(part.split('[Development]')).toHaveLength(2)
  })

  it.each([undefined, '123456 is your code', 'Grace invited you to Development'])(
    'are not confused with others: %j',
    async (subject) => {
      const { html, text, ...written } = await of(subject)
      expect(`${written.subject}${text}${html}`).not.toContain('[Development]')
    },
  )
})

describe("Clerk's own words", () => {
  it.each([
    ['a slug without a template', 'brand_new', {}, 'unknown_slug'],
    ['no slug', null, {}, 'unknown_slug'],
    ['a slug that is a property of every object', 'constructor', {}, 'unknown_slug'],
    ['no code', 'verification_code', BRAND, 'missing_variable'],
    ['a code that is none', 'verification_code', { otp_code: '<b>1</b>' }, 'missing_variable'],
    ['no link', 'magic_link_sign_in', BRAND, 'missing_variable'],
    [
      'a link that runs',
      'magic_link_sign_in',
      { magic_link: 'javascript:alert(1)' },
      'missing_variable',
    ],
    [
      'a link in the clear',
      'magic_link_sign_in',
      { magic_link: 'http://acme.dev/' },
      'missing_variable',
    ],
  ])('are sent for %s', async (_, slug, variables, fallback) => {
    expect(await email(slug, variables)).toEqual(
      expect.objectContaining({
        template: 'clerk',
        fallback,
        subject: 'Clerk says',
        html: '<p>Clerk</p>',
        text: 'Clerk',
      }),
    )
  })

  it.each([
    [
      'when it is asked',
      {
        write: () => {
          throw new Error('x')
        },
      },
    ],
    [
      'while it renders',
      {
        write: () => ({
          element: createElement(() => {
            throw new Error('x')
          }),
          subject: 's',
          text: 't',
        }),
      },
    ],
  ])('are sent for a template that throws %s', async (_, broken) => {
    const template = { preview: () => null, ...broken } as unknown as EmailTemplate
    const emails: Registry = { verification_code: template }
    const written = await createRenderer({ loadEmails: async () => emails }).render(
      emailInput('verification_code', {}),
    )
    expect(written).toMatchObject({ template: 'clerk', fallback: 'template_error' })
  })

  it('are completed when a part is missing', async () => {
    const of = async (clerk: RenderInput['content']['clerk']) =>
      (await render(
        emailInput(null, BRAND, { content: { variables: BRAND, clerk } }),
      )) as RenderedEmail
    expect(await of({ html: '<h1>Hi Ada</h1><p>there</p>' })).toMatchObject({
      subject: 'Acme',
      text: 'Hi Ada\n\nthere',
    })
    expect((await of({ text: 'a < b' })).html).toContain('a &#60; b')
  })

  it('are sent even when their HTML cannot be converted to text', async () => {
    const nested = (depth: number) => `${'<div>'.repeat(depth)}hello`
    expect(
      await render(
        emailInput(null, {}, { content: { variables: {}, clerk: { html: nested(1_000) } } }),
      ),
    ).toMatchObject({ text: 'hello' })
    for (const html of [nested(1_001), nested(200_000), 'x<br>'.repeat(200_000)]) {
      expect(
        await render(emailInput(null, {}, { content: { variables: {}, clerk: { html } } })),
      ).toMatchObject({ html, text: '' })
    }
  })

  it('are empty when Clerk sent none', async () => {
    expect(await render(emailInput(null, {}, { content: { variables: {}, clerk: {} } }))).toBeNull()
    expect(
      await render(emailInput(null, {}, { content: { variables: {}, clerk: { html: ' ' } } })),
    ).toBeNull()
  })
})
