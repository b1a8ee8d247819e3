import { render } from 'react-email'
import { expect, it } from 'vitest'
import { EMAILS } from '../../src/templates/registry.ts'

const GAPS = /undefined|null|\[object|NaN|\{\{/

it.each(Object.entries(EMAILS))(
  'the preview of %s is complete, and has a dark version',
  async (_, template) => {
    const { element, subject, text } = template.preview()
    const html = await render(element)
    for (const part of [subject, html, text]) expect(part).not.toMatch(GAPS)
    expect(subject).toMatch(/^\S.*\S$/)
    expect(text).toMatch(/\S\n\n\S/)
    expect(text).not.toMatch(/<[a-z/]/i)
    expect(html).not.toMatch(/<img|@font-face|@import|url\(|<script|<link/i)

    const dark = html.slice(html.indexOf('(prefers-color-scheme: dark)'))
    expect(dark).toMatch(/\.page > table > tbody > tr > td/)
    expect(dark).toMatch(/\.card > tbody > tr > td/)
    expect(html).toContain('content="light dark"')

    const preheader = /data-skip-in-text="true"[^>]*>([^<]+)/.exec(html)?.[1] ?? ''
    expect(preheader.length).toBeGreaterThan(20)
    const code = /^\d{6}/.exec(subject)?.[0]
    // A code is in the subject, so that the rest of the line says how long it works.
    if (code) expect(preheader).toContain('10 minutes')
  },
)
