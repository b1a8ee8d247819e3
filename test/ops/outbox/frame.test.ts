import { describe, expect, it } from 'vitest'
import { framed, hasRemoteImages } from '../../../src/ops/outbox/frame.ts'

const LIGHT = { dark: false, images: false }

describe('the frame of an email', () => {
  it('shows the email in the chosen color scheme', () => {
    const html = '<STYLE media="x">@media (Prefers-Color-Scheme: dark) { a {} }</style><p>'
    expect(framed(html, LIGHT)).toContain('@media (max-width: 0px) { a {} }')
    expect(framed(html, { ...LIGHT, dark: true })).toContain('@media (min-width: 0px) { a {} }')
  })

  it('loads no pictures unless it is asked to', () => {
    const html = '<IMG alt="a" SRC = "https://x.dev/a.png" srcset=b><img src="data:image/png,">'
    expect(hasRemoteImages(html)).toBe(true)
    expect(hasRemoteImages('<img src="data:image/png,"> src="https:')).toBe(false)
    const shown = framed(html, LIGHT)
    expect(shown).toContain('<span>a</span><img src="data:image/png,">')
    expect(framed(html, { ...LIGHT, images: true })).toContain('https://x.dev/a.png')
  })

  it('shows the words that stand for a picture, as text', () => {
    const html = `<img src="https://x.dev/a.png" style='font: "x"' alt="a <b">`
    expect(framed(html, LIGHT)).toContain('<span style="font: &quot;x&quot;">a &lt;b</span>')
  })

  // A million characters: looking for the end at every beginning would take minutes.
  it.each(['<style>', '<img ', '<img src="', '<img \t', '(', '<style>('])(
    'takes one look at each character of many "%s"',
    (part) => {
      const html = part.repeat(1_000_000 / part.length)
      expect(framed(html, LIGHT).length).toBeGreaterThanOrEqual(html.length)
      expect(hasRemoteImages(html)).toBe(false)
    },
  )
})
