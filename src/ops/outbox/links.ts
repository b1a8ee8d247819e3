import { attributeOf, replaceElements } from './html-tags.ts'

/** A link of an email: where it leads, and what a reader should know about it. */
export interface EmailLink {
  /** The words or the picture that one clicks; empty if there are none. */
  readonly text: string
  readonly address: string
  /** Null if the address has no host: `mailto:` and addresses that are not valid. */
  readonly host: string | null
  readonly notes: readonly LinkNote[]
}

export type LinkNote =
  | 'not-https'
  | 'tracking'
  | 'short'
  | 'redirect'
  | 'broken'
  | 'no-text'
  | 'to-mail'

// The expressions below would read a longer one many times, and nobody reads it.
const MOST_TEXT = 4_000

/** Everything that the HTML of an email links to, in its order. Nothing is requested. */
export function linksOf(html: string): EmailLink[] {
  const links: EmailLink[] = []
  replaceElements(html, 'a', (element) => {
    const end = element.indexOf('>')
    const address = attributeOf(element.slice(0, end), 'href')
    if (address !== null)
      links.push(linkOf(unescaped(address).trim(), textOf(element.slice(end + 1, end + MOST_TEXT))))
    return element
  })
  return links
}

function linkOf(address: string, text: string): EmailLink {
  const url = URL.canParse(address) ? new URL(address) : null
  const nameless = text ? [] : (['no-text'] as const)
  if (!url) return { text, address, host: null, notes: ['broken', ...nameless] }
  if (url.protocol === 'mailto:' || url.protocol === 'tel:') {
    return { text, address, host: null, notes: ['to-mail', ...nameless] }
  }
  const web = url.protocol === 'https:' || url.protocol === 'http:'
  const notes: LinkNote[] = [
    ...(url.protocol === 'https:' ? [] : ([web ? 'not-https' : 'broken'] as const)),
    ...(isOneOf(url.hostname, TRACKERS) || COUNTER.test(url.hostname)
      ? (['tracking'] as const)
      : []),
    ...(isOneOf(url.hostname, SHORTENERS) ? (['short'] as const) : []),
    ...(leadsOn(url) ? (['redirect'] as const) : []),
    ...nameless,
  ]
  return { text, address, host: url.host || null, notes }
}

// Hosts that count clicks for providers of email. The link in the email is then not the one of the template.
const TRACKERS = [
  'awstrack.me',
  'ct.sendgrid.net',
  'hubspotlinks.com',
  'klclick.com',
  'list-manage.com',
  'mailgun.org',
  'mandrillapp.com',
  'mcsv.net',
  'pstmrk.it',
  'resend-clicks.com',
  'rs6.net',
  'sendibt2.com',
  'sparkpostmail.com',
]
const COUNTER = /^(?:click|clicks|track|tracking|trk|url\d+|email-?links?)\./

const SHORTENERS = ['bit.ly', 'buff.ly', 'goo.gl', 'is.gd', 'ow.ly', 't.co', 'tinyurl.com']

function isOneOf(host: string, names: readonly string[]): boolean {
  return names.some((name) => host === name || host.endsWith(`.${name}`))
}

/** Whether a parameter contains the address of another host. */
function leadsOn(url: URL): boolean {
  return [...url.searchParams.values()].some((value) => {
    if (!/^https?:/i.test(value) || !URL.canParse(value)) return false
    return new URL(value).hostname !== url.hostname
  })
}

function textOf(html: string): string {
  const alt = attributeOf(/<img\b[^>]*/i.exec(html)?.[0] ?? '', 'alt')
  const text = unescaped(html.replaceAll(/<!--[\s\S]*?-->|<[^>]*(?:>|$)/g, ' '))
  return text.replaceAll(/\s+/g, ' ').trim() || unescaped(alt ?? '')
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  quot: '"',
  apos: "'",
  lt: '<',
  gt: '>',
  nbsp: ' ',
}

function unescaped(html: string): string {
  return html.replaceAll(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi,
    (all, decimal, hex, name) => {
      const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : null
      if (code === null) return ENTITIES[String(name).toLowerCase()] ?? all
      return code > 0 && code < 0x11_0000 ? String.fromCodePoint(code) : all
    },
  )
}
