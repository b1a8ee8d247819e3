import { describe, expect, it } from 'vitest'
import { linksOf } from '../../../src/ops/outbox/links.ts'

const notesOf = (address: string) => linksOf(`<a href="${address}">Go</a>`)[0]?.notes

describe('the links of an email', () => {
  it('have their text, or that of their picture, and their address and host', () => {
    const html = `<p><A class=x HREF='https://acme.dev/?a=1&amp;b=2'>Sign <b>in</b>&nbsp;&#8594;</A>
      <a href="https://acme.dev"><img src=x alt="Acme"></a><a name="top">none</a><abbr>no</abbr></p>`
    expect(linksOf(html)).toEqual([
      { text: 'Sign in →', address: 'https://acme.dev/?a=1&b=2', host: 'acme.dev', notes: [] },
      { text: 'Acme', address: 'https://acme.dev', host: 'acme.dev', notes: [] },
    ])
  })

  it.each([
    ['http://acme.dev/', ['not-https']],
    ['https://click.acme.dev/x', ['tracking']],
    ['https://u1.ct.sendgrid.net/x', ['tracking']],
    ['http://bit.ly/x', ['not-https', 'short']],
    ['https://acme.dev/go?to=https%3A%2F%2Fevil.example%2F', ['redirect']],
    ['https://clerk.acme.dev/v1?redirect_url=https%3A%2F%2Fclerk.acme.dev%2F', []],
    ['javascript:alert(1)', ['broken']],
    ['/sign-in', ['broken']],
    ['mailto:help@acme.dev', ['to-mail']],
  ])('are checked without a request: %s', (address, notes) => {
    expect(notesOf(address)).toEqual(notes)
  })

  it.each(['<a href="', '<a href=x>', '<a href=x><', '&#', '<a href=x><!--'])(
    'are found with one look at each character of many "%s"',
    (part) => {
      const html = `${part.repeat(1_000_000 / part.length)}</a>`
      expect(linksOf(html).length).toBeLessThanOrEqual(1)
    },
  )
})
