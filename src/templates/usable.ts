import type { Channel } from '../domain/message.ts'
import { kindOfSlug } from '../domain/slugs.ts'
import { UnusableError, type UnusableFault } from '../domain/unusable-error.ts'

interface Parts {
  readonly channel: Channel
  readonly slug: string | null
  readonly variables: Readonly<Record<string, unknown>>
  /** All texts of the message by name. The code must stand in each, except in the subject. */
  readonly texts: Readonly<Record<string, unknown>>
}

/**
 * Throws an UnusableError if a part of a written message is empty or no text, or lacks the code, or if an SMS
 * lacks its link. Own templates and own words can do that.
 */
export function assertUsable({ channel, slug, variables, texts }: Parts): void {
  const kind = kindOfSlug(channel, slug)
  const code = kind === 'code' ? variables.otp_code : undefined
  // In an email it is a button, and stands in no words.
  const link = kind === 'invitation' && channel === 'sms' ? variables.action_url : undefined
  const faults = Object.entries(texts).flatMap(([name, text]): UnusableFault[] => {
    const check = name === 'subject' ? 'subject' : 'renders'
    if (typeof text !== 'string') return [{ check, message: `The ${name} is not text.` }]
    const shown = name === 'HTML part' ? withoutTags(text) : text
    const lacksCode = typeof code === 'string' && name !== 'subject' && !shown.includes(code)
    if (lacksCode) return [{ check: 'code', message: `The ${name} lacks the code.` }]
    if (typeof link === 'string' && !text.includes(link)) {
      return [{ check: 'links', message: `The ${name} lacks the link.` }]
    }
    return shown.trim() === '' ? [{ check, message: `The ${name} is empty.` }] : []
  })
  if (faults.length > 0) throw new UnusableError(faults)
}

function withoutTags(html: string): string {
  return html.replace(/<(style|title)\b[^>]*>[^<]*<\/\1>|<[^>]*>/g, '')
}
