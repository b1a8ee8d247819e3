import type { RenderedEmail } from '../../domain/template.ts'
import type { Fault } from './finding.ts'
import { type HtmlLink, linksIn } from './html-links.ts'

/** A link of the text part that runs together with another link or with a word, if there is one. */
export function linksRunTogether({ html, text }: RenderedEmail): Fault[] {
  const links = linksIn(html)
  const found = joinedLinks(links, text) ?? joinedBefore(text) ?? joinedBehind(links, text)
  if (found === undefined) return []
  const message = `Links run together in the text part: ${found}. Put a space or a line break between them.`
  return [{ check: 'links', level: 'warning', message }]
}

/** `Help centerPrivacy` or `https://acme.com/helpPrivacy`: two links that follow each other. */
function joinedLinks(links: readonly HtmlLink[], text: string): string | undefined {
  return links
    .flatMap((link, at) => {
      const next = links[at + 1]
      return next ? writtenAs(link).flatMap((one) => writtenAs(next).map((two) => one + two)) : []
    })
    .find((joined) => text.includes(joined))
}

function writtenAs({ label, target }: HtmlLink): string[] {
  return [label, target.replace(/^mailto:/i, '')].filter(Boolean)
}

// Of the scripts only Latin, whose letters may stand before `https:` in an address.
const BEFORE = /\S*[\p{Script=Latin}\p{N}]https?:\/\/\S+/iu

/** `Help centerhttps://acme.com` */
function joinedBefore(text: string): string | undefined {
  return BEFORE.exec(text)?.[0]
}

/** `https://acme.com/helpor`: a word behind a link. A longer address may also be another link. */
function joinedBehind(links: readonly HtmlLink[], text: string): string | undefined {
  const targets = links
    .map(({ target }) => target)
    .filter((target) => /^https?:.*[^/]$/i.test(target))
  const written = text.match(/https?:\/\/\S+/gi) ?? []
  return written.find((address) => {
    const longest = targets
      .filter((target) => address.startsWith(target))
      .reduce((one, two) => (two.length > one.length ? two : one), '')
    return longest !== '' && /^[\p{L}\p{N}]/u.test(address.slice(longest.length))
  })
}
