import { describe, expect, it } from 'vitest'
import { onlyBrand } from '../../src/domain/instance-settings.ts'
import type { MessageContent } from '../../src/domain/message.ts'
import type { RenderedEmail, RenderedSms } from '../../src/domain/template.ts'
import { createRenderer } from '../../src/templates/render.ts'
import { emailInput, variablesOf } from '../support/email-input.ts'

type Clerk = MessageContent['clerk']

const rendererWith = (mark: string, use: 'own' | 'clerk') =>
  createRenderer({ settingsOf: () => ({ ...onlyBrand(), mark, ruleOf: () => ({ use }) }) })

async function clerks(clerk: Clerk, mark = '[Staging]'): Promise<RenderedEmail> {
  const content = { variables: variablesOf('invitation'), clerk }
  const input = emailInput('invitation', {}, { content })
  return (await rendererWith(mark, 'clerk').render(input)) as RenderedEmail
}

const DEVELOPMENT: Clerk = {
  subject: '[Development] Grace invited you',
  html: '<html><head><title>[Development] Hello</title></head><body><div>[Development]</div><p>Hello <a href="https://a.dev/[Development]">there</a></p></body></html>',
  text: '[Development]\n\nHello',
}

describe("an instance's own mark in Clerk's own words", () => {
  it("stands in the place of Clerk's, once in each part", async () => {
    const { subject, html, text, template } = await clerks(DEVELOPMENT)
    expect(template).toBe('clerk')
    expect(subject).toBe('[Staging] Grace invited you')
    expect(text).toBe('[Staging]\n\nHello')
    expect(html).toContain('<div>[Staging]</div>')
    expect(html).toContain('<title>[Staging] Hello</title>')
    expect(html).toContain('href="https://a.dev/[Development]"')
  })

  it("is not repeated where it stands in Clerk's text already", async () => {
    const { subject, html, text } = await clerks({
      subject: '[Development] [Staging] Grace invited you',
      html: '<p>[Development] [Staging] Hello</p>',
      text: '[Development] [Staging] Hello',
    })
    expect(subject).toBe('[Staging] Grace invited you')
    expect(html).toBe('<p>[Staging] Hello</p>')
    expect(text).toBe('[Staging] Hello')
    expect((await clerks({ subject: 'STAGING: Hello', text: 'Hello' }, 'STAGING:')).subject).toBe(
      'STAGING: Hello',
    )
  })

  it('stands in all parts where only a subject came', async () => {
    const { html, text } = await clerks({ subject: '[Development] Hello' })
    expect(text).toBe('[Staging] Hello')
    expect(html).toContain('>[Staging] Hello</p>')
  })

  it('is text, not HTML', async () => {
    const { subject, html } = await clerks(DEVELOPMENT, '<$&>')
    expect(subject).toBe('<$&> Grace invited you')
    expect(html).toContain('<div>&#60;$&#38;&#62;</div>')
  })

  it("changes nothing but the subject where Clerk's text has no mark", async () => {
    const html = '<p>Grace works on [Development]</p>'
    const written = await clerks({ subject: 'News', html, text: 'Hello' })
    expect(written).toMatchObject({ subject: '[Staging] News', html, text: 'Hello' })
  })
})

describe("an instance's own mark in our words", () => {
  it('is not repeated where the name of the app has it', async () => {
    const { render } = rendererWith('[Staging]', 'own')
    const variables = { ...variablesOf('verification_code'), app: { name: 'Acme [Staging]' } }
    const content = { variables, clerk: DEVELOPMENT }
    const { subject, text } = (await render(
      emailInput('verification_code', {}, { content }),
    )) as RenderedEmail
    expect(subject).toMatch(/^\[Staging\] 123456 /)
    for (const part of [subject, text]) expect(part.split('[Staging]')).toHaveLength(2)
    const sms = (await render({
      ...emailInput('verification_code', {}, { content }),
      channel: 'sms',
    })) as RenderedSms
    expect(sms.body.split('[Staging]')).toHaveLength(2)
  })

  it('leaves a name as it is that begins with the same word', async () => {
    const variables = { ...variablesOf('welcome'), app: { name: 'Staging Post' } }
    const input = emailInput('welcome', variables)
    const { subject } = (await rendererWith('Staging', 'own').render(input)) as RenderedEmail
    expect(subject).toBe('Staging Welcome to Staging Post')
  })
})
