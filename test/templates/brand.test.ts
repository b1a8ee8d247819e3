import { describe, expect, it } from 'vitest'
import type { RenderedEmail } from '../../src/domain/template.ts'
import { CATALOGUES } from '../../src/templates/catalogues.ts'
import { createRenderer } from '../../src/templates/render.ts'
import { emailInput, variablesOf } from '../support/email-input.ts'

describe('the brand', () => {
  const written = async (theme: Record<string, string>, overrides = {}, app = {}) => {
    const variables = { ...variablesOf('magic_link_sign_in'), theme, app }
    const input = emailInput('magic_link_sign_in', variables)
    return (await createRenderer({ brand: overrides }).render(input)) as RenderedEmail
  }
  const button = async (theme: Record<string, string>, overrides = {}) => {
    const { html } = await written(theme, overrides)
    return /background-color:(#\w+);[^"]*?[^-]color:(#\w+)/
      .exec(html.slice(html.indexOf('<a')))
      ?.slice(1)
  }

  it('comes from the event, unless the operator has set it', async () => {
    expect(await button({ primary_color: '#335bf1', button_text_color: '#ffffff' })).toEqual([
      '#335bf1',
      '#ffffff',
    ])
    expect(await button({ primary_color: '#335bf1' }, { primaryColor: '#0a0' })).toEqual([
      '#00aa00',
      '#000000',
    ])
  })

  it.each([
    ['black in the dark', '#131316', 'fades-on-dark', true],
    ['a colour that shows', '#335bf1', 'fades-on-dark', false],
    ['white in the light', '#ffffff', 'solid #c4c8d1', true],
    ['a colour that shows in the light', '#335bf1', 'solid #c4c8d1', false],
  ])('gives the button an outline: %s', async (_, primary_color, mark, marked) => {
    const { html } = await written({ primary_color })
    expect(html.slice(html.indexOf('<a')).includes(mark)).toBe(marked)
  })

  it('has a logo only from a safe address', async () => {
    const logo = async (url: string, overrides = {}) =>
      /<img[^>]*src="([^"]*)"/.exec(
        (await written({}, overrides, { logo_image_url: url })).html,
      )?.[1]
    expect(await logo('https://img.acme.dev/l')).toBe('https://img.acme.dev/l')
    expect(await logo('HTTPS://img.acme.dev/l')).toBe('HTTPS://img.acme.dev/l')
    expect(await logo('http://img.acme.dev/l')).toBeUndefined()
    expect(await logo('')).toBeUndefined()
    expect(await logo('https://a.dev/l', { logoUrl: 'https://b.dev/l' })).toBe('https://b.dev/l')
  })

  it.each(['https://localhost/l.png', 'https://app.localhost/l.png', 'https://127.0.0.1/l.png'])(
    'loads no image from the reader’s own machine in production: %s',
    async (logo_image_url) => {
      const variables = { ...variablesOf('magic_link_sign_in'), app: { logo_image_url } }
      const input = emailInput('magic_link_sign_in', variables)
      const { html } = (await createRenderer({ production: true }).render(input)) as RenderedEmail
      expect(html).not.toMatch(/<img/)
    },
  )

  it('has the name that the operator has set', async () => {
    const { subject, text } = await written({}, { appName: 'Bolt' }, { name: 'Acme' })
    expect(subject).toContain('Bolt')
    expect(text).not.toContain('Acme')
  })

  it('has the host of the app as its name when there is no other', async () => {
    const subject = async (app: object, overrides = {}) =>
      (await written({}, overrides, { name: '', ...app })).subject
    expect(await subject({ url: 'https://acme.dev/x' })).toContain('acme.dev')
    expect(await subject({ url: '', domain_name: 'acme.app' })).toContain('acme.app')
    expect(await subject({}, { appOrigin: 'https://app.acme.dev:1' })).toContain('app.acme.dev')
    expect(await subject({ url: '', domain_name: '' })).toContain(CATALOGUES.en?.app)
  })

  it.each(['#8b5cf6', '#6366f1', '#3b82f6', '#ec4899', '#ff0000'])(
    'keeps the white text that is set for a button in %s',
    async (primaryColor) => {
      const colours = { primaryColor, buttonTextColor: '#ffffff' }
      expect(await button({}, colours)).toEqual([primaryColor, '#ffffff'])
    },
  )

  it('has its colours changed when the text could not be read', async () => {
    expect(await button({ primary_color: '#ffff00', button_text_color: '#ffffff' })).toEqual([
      '#ffff00',
      '#000000',
    ])
    expect(await button({ primary_color: 'red;}', button_text_color: '#fff' })).toEqual([
      '#16181d',
      '#ffffff',
    ])
  })
})
