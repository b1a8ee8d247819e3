import type { RenderedEmail } from '../../domain/template.ts'
import type { Fault } from './finding.ts'
import { unescaped } from './html-links.ts'

const fault = (message: string): Fault => ({ check: 'links', level: 'error', message })

/** Faults of the links that a message must contain: each stands unchanged in both parts. */
export function missingLinks({ html, text }: RenderedEmail, required: readonly string[]): Fault[] {
  const targets = targetsIn(html)
  const written = writtenIn(text)
  return required.flatMap((link) => [
    ...(targets.has(link)
      ? []
      : [fault("The HTML part does not link to the address of Clerk's event.")]),
    ...(written.includes(link) ? [] : [fault("The text part lacks the link of Clerk's event.")]),
  ])
}

/**
 * Links that a template has made from a link of the event. `other` is the same email with other links in
 * its event: a link that differs there, and is none of the event's, has been changed.
 */
export function changedLinks(
  email: RenderedEmail,
  other: RenderedEmail,
  ofEvent: readonly string[],
): Fault[] {
  const elsewhere = new Set([...targetsIn(other.html), ...writtenIn(other.text)])
  const changed = new Set(
    [...targetsIn(email.html), ...writtenIn(email.text)].filter(
      (link) => !ofEvent.includes(link) && !elsewhere.has(link),
    ),
  )
  return [...changed].map((link) =>
    fault(`A link is not the one of Clerk's event but made from it: ${link}`),
  )
}

/** Where the links of an HTML part lead. */
function targetsIn(html: string): ReadonlySet<string> {
  const values = [...html.matchAll(/\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')/gi)]
  return new Set(
    values
      .map(([, double, single]) => unescaped(double ?? single ?? ''))
      .filter((target) => /^https?:/i.test(target)),
  )
}

/** The links in a text part, without the full stop of a sentence after them. */
function writtenIn(text: string): readonly string[] {
  return [...text.matchAll(/https?:\/\/[^\s\p{Cf}<>"]+/giu)].map(([link]) =>
    link.replace(/[.,;:!?)\]]+$/, ''),
  )
}
