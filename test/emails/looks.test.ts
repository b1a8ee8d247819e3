import { describe, expect, it } from 'vitest'
import type { RenderedEmail } from '../../src/domain/template.ts'
import { createRenderer, type RendererOptions } from '../../src/templates/render.ts'
import { emailInput, LINK, variablesOf } from '../support/email-input.ts'
import { EMAIL_SLUGS, writeEmail } from '../support/every-email.ts'

const bodyOf = (html: string) => html.slice(html.indexOf('<body'))
const count = (text: string, part: string) => text.split(part).length - 1

async function write(
  slug: string,
  rest: Parameters<typeof emailInput>[2] = {},
  brand: RendererOptions['brand'] = {},
): Promise<RenderedEmail> {
  const input = emailInput(slug, variablesOf(slug), rest)
  return (await createRenderer({ brand }).render(input)) as RenderedEmail
}

const quoting = (slug: string, text: string, brand?: RendererOptions['brand']) =>
  write(slug, { content: { variables: variablesOf(slug), clerk: { text } } }, brand)

describe('a link', () => {
  it('may be broken anywhere, but the words before it may not', async () => {
    for (const slug of EMAIL_SLUGS) {
      const { html } = await writeEmail(slug, 'de')
      const broken = html.match(/<[^>]*word-break:break-all[^>]*>/g) ?? []
      expect(broken.filter((tag) => !tag.startsWith('<a '))).toEqual([])
    }
  })

  it('is cut short where it is long, and complete in the text part and where it leads', async () => {
    const magic_link = `https://clerk.acme.dev/v1/verify?token=${'x'.repeat(700)}`
    const variables = { ...variablesOf('magic_link_sign_in'), magic_link }
    const { html, text } = await writeEmail('magic_link_sign_in', 'en', variables)
    expect(count(html, `href="${magic_link}"`)).toBe(2)
    expect(html).toContain('>https://clerk.acme.dev/v1/verify…</a>')
    expect(text).toContain(`\n${magic_link}\n`)
    expect(html.indexOf('expires in')).toBeLessThan(html.indexOf('/verify…</a>'))
    expect((await writeEmail('magic_link_sign_in', 'en')).html).toContain(
      `>${LINK.replaceAll('&', '&amp;')}</a>`,
    )
  })
})

it('Korean lines break between words', async () => {
  expect((await writeEmail('welcome', 'ko')).html).toMatch(/<body[^>]*word-break:keep-all/)
  expect((await writeEmail('welcome', 'ja')).html).not.toContain('keep-all')
})

describe('the logo', () => {
  it('keeps its proportions, and has a light ground in the dark', async () => {
    const { html } = await write('welcome')
    const [image = ''] = /<img[^>]*>/.exec(html) ?? []
    expect(image).toMatch(/height:auto.*max-height:36px.*max-width:220px.*width:auto/)
    expect(image).toContain('on-plate')
    expect(html).toMatch(/\.on-plate \{ background-color: #ffffff !important/)
  })

  it('has a dark version where one is set', async () => {
    const { html } = await write('welcome', {}, {
      logoUrl: 'https://acme.dev/light.png',
      logoDark: 'https://acme.dev/dark.png',
    })
    expect(html).toMatch(/<img[^>]*class="ink in-light"[^>]*src="https:\/\/acme\.dev\/light\.png"/)
    expect(html).toMatch(/class="in-dark" style="display:none;[^"]*mso-hide:all[^>]*><img/)
    expect(html).not.toContain('class="ink on-plate"')
  })
})

it('every email is made for phones, for Outlook and for what it darkens', async () => {
  for (const slug of EMAIL_SLUGS) {
    const { html } = await writeEmail(slug, 'en')
    expect(html).toContain('<meta name="viewport" content="width=device-width, initial-scale=1"/>')
    expect(html).toContain('<o:PixelsPerInch>96</o:PixelsPerInch>')
    expect(html).toMatch(/<!--\[if mso\]><table [^>]*width="520"><tr><td><!\[endif\]-->\s*<table/)
    expect(html).toMatch(/<\/table>\s*<!--\[if mso\]><\/td><\/tr><\/table><!\[endif\]-->/)
    expect(html).toContain('[data-ogsc] .ink, [data-ogsb] .ink { color: #f2f3f5 !important; }')
    expect(html).toContain('a[x-apple-data-detectors]')
    expect(html).not.toContain('outlook-')
  }
})

describe('an invitation', () => {
  it('says once who invites and to what', async () => {
    for (const slug of ['invitation', 'organization_invitation']) {
      const { html, text } = await write(slug)
      for (const part of [bodyOf(html), text]) expect(count(part, 'Grace')).toBe(1)
      expect(text.split('\n').slice(0, 2)).toEqual([expect.stringContaining('Grace'), LINK])
    }
  })

  it('shows the logo of the organization, from an https address', async () => {
    const html = async (logo_image_url: string) => {
      const variables = {
        ...variablesOf('organization_invitation'),
        org: { name: 'Engines', logo_image_url },
      }
      return (await writeEmail('organization_invitation', 'en', variables)).html
    }
    expect(await html('https://img.clerk.com/org')).toMatch(
      /<img[^>]*alt="Engines"[^>]*src="https:\/\/img\.clerk\.com\/org"/,
    )
    for (const url of ['http://img.clerk.com/org', 'javascript:alert(1)', '']) {
      expect(await html(url)).not.toContain('alt="Engines"')
    }
  })
})

describe('an email about money', () => {
  it('begins with the amount, and what to do about it', async () => {
    const account = { accountUrl: 'https://app.acme.dev/account' }
    const failed = 'We could not charge $25.00 to your Visa.'
    const { html, text } = await quoting('billing_failed_payment', failed, account)
    expect(text).toMatch(/^Amount: \$25\.00\n\n.*check your payment method.*\nhttps:\/\/app\.acme/)
    expect(bodyOf(html).indexOf('<bdi>$25.00</bdi>')).toBeLessThan(html.indexOf('payment method'))
    expect(html).toMatch(/data-skip-in-text="true"[^>]*>\$25\.00 · /)
    expect((await quoting('billing_receipt', failed, account)).html).not.toContain('/account')
  })

  it('does not guess an amount', async () => {
    const { text } = await quoting('billing_price_transition_upcoming', '$30.00 instead of $25.00')
    expect(text).not.toContain('Amount')
  })

  it("has links where Clerk's text has addresses", async () => {
    const said = 'See https://acme.dev/bills?a=1&b=2. Or write to help@acme.dev, or http://acme.dev.'
    const { html, text } = await quoting('billing_receipt', said)
    expect(html).toMatch(/<a [^>]*href="https:\/\/acme\.dev\/bills\?a=1&amp;b=2"/)
    expect(html).toMatch(/<a [^>]*href="mailto:help@acme\.dev"/)
    expect(html).not.toMatch(/href="http:/)
    expect(text).toContain(said)
  })
})

describe('the footer', () => {
  const brand = {
    supportEmail: 'help@acme.dev',
    supportUrl: 'https://acme.dev/help',
    address: 'Acme Inc.\n1 Main Street',
    links: [{ label: 'Privacy', url: 'https://acme.dev/privacy' }],
    footer: 'Registered in Delaware',
  }

  it('says why the reader gets the email, and what the brand adds', async () => {
    const { html, text } = await write('password_changed', { recipient: 'ada@acme.dev' }, brand)
    expect(text).toContain(
      [
        'Acme',
        'This email was sent to ada@acme.dev because of your Acme account.',
        'Contact support: https://acme.dev/help',
        'help@acme.dev',
        'Privacy: https://acme.dev/privacy',
        'Acme Inc.',
        '1 Main Street',
        'Registered in Delaware',
      ].join('\n'),
    )
    expect(html).toContain('sent to ada@acme.dev because')
    expect(html).toMatch(/<a [^>]*href="https:\/\/acme\.dev\/privacy"/)
    expect(html).toContain('Acme Inc.<br/>1 Main Street')
  })

  it.each([
    ['verification_code', 'entered this address'],
    ['magic_link_sign_in', 'entered this address'],
    ['invitation', 'invited this address'],
    ['waitlist_confirmation', 'on the waitlist'],
    ['billing_receipt', 'your Acme account'],
    ['opaque_token_usage_limit_alert', 'you manage Acme'],
  ])('has the reason of %s', async (slug, reason) => {
    const { html, text } = await write(slug, { recipient: 'ada@acme.dev' })
    for (const part of [html, text]) expect(part).toContain(reason)
  })

  it('has only the name where nothing else is known', async () => {
    expect((await write('verification_code')).text).toMatch(/\n\nAcme$/)
  })

  it('has the fonts of the brand', async () => {
    expect((await write('welcome', {}, { fontStack: 'Georgia, serif' })).html).toMatch(
      /<body[^>]*font-family:Georgia, serif/,
    )
  })
})
