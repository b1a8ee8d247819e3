import { render } from 'react-email'
import { describe, expect, it } from 'vitest'
import { EMAILS } from '../../src/templates/registry.ts'

describe.each(Object.entries(EMAILS))('the preview of %s', (_, template) => {
  const { element, subject, text } = template.preview()

  it('renders to HTML and text without a gap', async () => {
    const html = await render(element)
    for (const part of [subject, html, text]) {
      expect(part).not.toMatch(/undefined|null|\[object|NaN|\{\{/)
    }
    expect(subject).toMatch(/^\S.*\S$/)
    expect(text).toMatch(/\S\n\n\S/)
    expect(text).not.toMatch(/<[a-z/]/i)
  })

  it('loads nothing from elsewhere', async () => {
    const html = await render(element)
    expect(html).not.toMatch(/<img|@font-face|@import|url\(|<script|<link/i)
  })

  it('is dark to the edges where the reader wants it dark', async () => {
    const html = await render(element)
    const dark = html.slice(html.indexOf('(prefers-color-scheme: dark)'))
    expect(dark).toMatch(/\.page > table > tbody > tr > td/)
    expect(dark).toMatch(/\.card > tbody > tr > td/)
    expect(html).toContain('content="light dark"')
  })

  it('shows its beginning in the list of mails', async () => {
    const html = await render(element)
    const preheader = /data-skip-in-text="true"[^>]*>([^<]+)/.exec(html)?.[1] ?? ''
    expect(preheader.length).toBeGreaterThan(20)
    const code = /^\d{6}/.exec(subject)?.[0]
    if (code) expect(preheader).toContain(code)
  })
})
