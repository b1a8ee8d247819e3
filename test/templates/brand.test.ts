import { describe, expect, it } from 'vitest'
import type { RenderedEmail } from '../../src/domain/template.ts'
import { createRenderer } from '../../src/templates/render.ts'
import { emailInput, variablesOf } from '../support/email-input.ts'

describe('the brand', () => {
  const button = async (theme: Record<string, string>, overrides = {}) => {
    const variables = { ...variablesOf('magic_link_sign_in'), theme }
    const written = (await createRenderer(overrides).render(
      emailInput('magic_link_sign_in', variables),
    )) as RenderedEmail
    return /background-color:(#\w+);[^"]*?color:(#\w+)/
      .exec(written.html.slice(written.html.indexOf('<a')))
      ?.slice(1)
  }

  it("comes from the event, and the operator's wins", async () => {
    expect(await button({ primary_color: '#335bf1', button_text_color: '#ffffff' })).toEqual([
      '#335bf1',
      '#ffffff',
    ])
    expect(await button({ primary_color: '#335bf1' }, { primaryColor: '#0a0' })).toEqual([
      '#00aa00',
      '#000000',
    ])
  })

  it('is corrected where it could not be read', async () => {
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
