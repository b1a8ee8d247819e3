import { SegmentedMessage } from 'sms-segments-calculator'
import type { Rendered, RenderedEmail, RenderedSms } from '../../domain/template.ts'
import type { Fault } from './finding.ts'
import { changedLinks, missingLinks } from './links.ts'
import { linksRunTogether } from './run-together.ts'

/** What Clerk's event has that the message must contain. */
export interface Expected {
  readonly code: string | undefined
  /** The links that the message exists for. */
  readonly required: readonly string[]
  /** All links of the event. */
  readonly links: readonly string[]
  /** The names in the operator's subject that the event has no value for. */
  readonly unknownNames: readonly string[]
}

/** Everything that is wrong with a message. `other` is the same email, made from an event with other links. */
export function faultsOf(
  rendered: Rendered,
  other: Rendered | null,
  expected: Expected,
): readonly Fault[] {
  return rendered.channel === 'sms'
    ? smsFaults(rendered, expected)
    : emailFaults(rendered, other?.channel === 'email' ? other : null, expected)
}

// Gmail clips the HTML of an email at 102 KB.
const MOST_BYTES = 90 * 1024
const LONGEST_SUBJECT = 150

function emailFaults(
  email: RenderedEmail,
  other: RenderedEmail | null,
  { required, links, unknownNames }: Expected,
): Fault[] {
  const { subject, html } = email
  const bytes = Buffer.byteLength(html)
  return [
    ...missingLinks(email, required),
    ...(other ? changedLinks(email, other, links) : []),
    ...linksRunTogether(email),
    ...([...subject].length > LONGEST_SUBJECT
      ? [
          warning(
            'subject',
            `The subject has ${[...subject].length} characters. Keep it below ${LONGEST_SUBJECT}, because mail clients cut it off.`,
          ),
        ]
      : []),
    ...unknownNames.map((name) =>
      error('subject', `The subject of the settings names {${name}}, which the event lacks.`),
    ),
    ...(bytes > MOST_BYTES
      ? [
          warning(
            'size',
            `The HTML part has ${Math.ceil(bytes / 1024)} KB. Gmail clips an email at 102 KB.`,
          ),
        ]
      : []),
  ]
}

function smsFaults({ body }: RenderedSms, { code, required }: Expected): Fault[] {
  const { segmentsCount, encodingName } = new SegmentedMessage(body)
  return [
    ...required
      .filter((link) => !body.includes(link))
      .map(() => error('links', "The SMS lacks the link of Clerk's event.")),
    ...(code && segmentsCount > 1
      ? [warning('segments', `The SMS takes ${segmentsCount} segments (${encodingName}).`)]
      : []),
  ]
}

function error(check: Fault['check'], message: string): Fault {
  return { check, level: 'error', message }
}

function warning(check: Fault['check'], message: string): Fault {
  return { check, level: 'warning', message }
}
