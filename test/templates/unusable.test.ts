import { createElement } from 'react'
import { afterEach, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config/config.ts'
import type { RenderedEmail } from '../../src/domain/template.ts'
import { createRenderer } from '../../src/templates/render.ts'
import { setVocabulary } from '../../src/templates/vocabulary.ts'
import { emailInput } from '../support/email-input.ts'

const CODE = '424242'
const variables = { otp_code: CODE, app: { name: 'Acme' } }
const clerk = { subject: 'Clerk', html: '<p>Clerk 424242</p>', text: 'Clerk 424242' }
const input = { ...emailInput('verification_code', variables), content: { variables, clerk } }
const sms = { ...input, channel: 'sms' as const }

const component = () => createElement('p', null, CODE)

async function withOwn(load: () => unknown) {
  const ownTemplates = { verification_code: load as () => Promise<unknown> }
  const { render } = createRenderer({ ownTemplates })
  const code = (await render(input)) as RenderedEmail
  const other = await render(emailInput('password_changed', variables))
  return { code, other }
}

afterEach(() => setVocabulary())

describe("an own template that cannot be used is replaced by Clerk's text, and others are not touched", () => {
  it.each<[string, () => unknown]>([
    ['is a component, not a function that imports one', component],
    ['is no promise, and has no default export', () => ({})],
    [
      'throws at once',
      () => {
        throw new Error('x')
      },
    ],
    ['has no default export', async () => ({ subject: () => 'x' })],
    ['renders nothing', async () => ({ default: () => null, subject: () => 'x' })],
    [
      'leaves out the code',
      async () => ({ default: () => createElement('p', null, 'Hi'), subject: () => 'x' }),
    ],
    ['has an empty subject', async () => ({ default: component, subject: () => '' })],
    ['has a text that is a promise', async () => ({ default: component, text: async () => CODE })],
    ['has a text without the code', async () => ({ default: component, text: () => 'Hi' })],
  ])('%s', async (_, load) => {
    const { code, other } = await withOwn(load)
    expect(code).toMatchObject({
      fallback: 'template_error',
      html: expect.stringContaining('Clerk'),
    })
    expect(other).toMatchObject({ fallback: null, template: 'password_changed' })
  })

  it('lacks a variable that our template requires', async () => {
    const { render } = createRenderer({
      ownTemplates: { verification_code: async () => ({ default: component, subject: () => 'x' }) },
    })
    const rendered = await render({ ...input, content: { variables: {}, clerk } })
    expect(rendered).toMatchObject({ fallback: 'missing_variable' })
  })
})

describe('own words', () => {
  it("without the code are replaced by Clerk's text", async () => {
    setVocabulary({
      en: { sms: { verification_code: 'Your code is ready.', verification_code_short: 'Ready.' } },
    })
    expect(
      await createRenderer().render({
        ...sms,
        content: { variables, clerk: { text: clerk.text } },
      }),
    ).toMatchObject({
      fallback: 'template_error',
      body: clerk.text,
    })
  })

  it("without the link of an invitation by SMS are replaced by Clerk's text", async () => {
    setVocabulary({ en: { sms: { invitation: 'You are invited.' } } })
    const link = 'https://acme.dev/join'
    const rendered = await createRenderer().render({
      ...sms,
      slug: 'invitation',
      content: { variables: { ...variables, action_url: link }, clerk: { text: `Join: ${link}` } },
    })
    expect(rendered).toMatchObject({ fallback: 'template_error', body: `Join: ${link}` })
  })

  it('that are no valid text are replaced by ours', async () => {
    setVocabulary({ en: { emails: { verification_code: { heading: 'Hi {app' } } } })
    const rendered = (await createRenderer().render(input)) as RenderedEmail
    expect(rendered.fallback).toBeNull()
    expect(rendered.html).toContain('Your verification code')
  })
})

describe('an own subject', () => {
  const render = async (subject: string, codeInSubject = true, more = {}) => {
    const { settingsOf } = readConfig(
      {},
      { messages: { email: { verification_code: { subject } } } },
    )
    const given = { ...variables, ...more }
    const { render } = createRenderer({ settingsOf, codeInSubject })
    return ((await render({ ...input, content: { variables: given, clerk } })) as RenderedEmail)
      .subject
  }

  it('is used with its values', async () => {
    expect(await render('{ otp_code } for {app}')).toBe('424242 for Acme')
  })

  it.each([
    ['{otp_code} for {app}', false, {}],
    ['open {magic_link}', true, { magic_link: 'https://acme.dev/x' }],
    ['{user.first_name}', true, { user: { first_name: '' } }],
    ['{user.first_name}', true, { user: { first_name: '\u202e\u200b' } }],
    ['{user.first_name}', true, { user: { first_name: 'evil.com' } }],
    ['{user.first_name}', true, { user: { first_name: 'Call +1 800 555 0100' } }],
    ['{requested_from}', true, { requested_from: 'https://evil.com' }],
  ])(
    '%s is replaced by ours where a value may not stand in it or is empty',
    async (subject, inSubject, more) => {
      expect(await render(subject, inSubject, more)).toContain('verification code')
    },
  )
})

describe('values in an own subject are as clean as in ours', () => {
  const subjectWith = async (subject: string, value: unknown) => {
    const { settingsOf } = readConfig(
      {},
      { messages: { email: { verification_code: { subject } } } },
    )
    const given = { ...variables, user: { first_name: value }, app: { name: 'Acme\u202e' } }
    const { render } = createRenderer({ settingsOf })
    return ((await render({ ...input, content: { variables: given, clerk } })) as RenderedEmail)
      .subject
  }

  it.each([
    ['Ada\u202e gnp', 'Ada gnp'],
    ['Ada\r\nBcc: eve', 'Ada Bcc: eve'],
    ['\u2067Ada\u0000\u0007', 'Ada'],
    ['Zoë', 'Zoë'],
    ['محمد', '\u2068محمد\u2069'],
    ['ada@mail.dev', 'ada@mail.dev'],
    ['Berlin, DE', 'Berlin, DE'],
    [5, '5'],
  ])('%j', async (value, shown) => {
    expect(await subjectWith('Hello {user.first_name}, from {app}', value)).toBe(
      `Hello ${shown}, from Acme`,
    )
  })

  it('with the two braces of Clerk too', async () => {
    expect(await subjectWith('Hello {{ user.first_name }}!', 'Ada')).toBe('Hello Ada!')
  })
})

it('where Clerk has no text, its text cannot be wanted', async () => {
  const { settingsOf } = readConfig(
    {},
    {
      messages: {
        email: { verification_code: { use: 'clerk' } },
        sms: { verification_code: { use: 'clerk' } },
      },
    },
  )
  const { render } = createRenderer({ settingsOf })
  for (const one of [input, sms]) {
    const rendered = await render({ ...one, content: { variables, clerk: {} } })
    expect(rendered).toMatchObject({ template: 'verification_code', fallback: null })
  }
})
