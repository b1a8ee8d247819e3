import { expect } from 'vitest'
import type { OutgoingEmail, OutgoingSms, SendOutcome } from '../../src/domain/transport.ts'

/** The instant at which the tests of this folder prepare their messages. */
export const NOW = new Date('2026-03-01T12:00:00Z')

/** What must never show up in an outcome. */
export const SECRETS = ['424242', 'acme.com', '+1201', 'sesame', 're_test', 'twilio-token']

/** The outcomes without the provider's sentences, which give nothing away. */
export function decided(outcomes: readonly SendOutcome[]): SendOutcome[] {
  for (const secret of SECRETS) expect(JSON.stringify(outcomes)).not.toContain(secret)
  return outcomes.map((outcome) => {
    if (outcome.kind === 'accepted') return outcome
    const { detail: _, ...rest } = outcome
    return rest
  })
}

/** A verification email; `n` tells it from others. */
export function outgoingEmail(n = 1, changes: Partial<OutgoingEmail> = {}): OutgoingEmail {
  return {
    channel: 'email',
    id: `0190a000-0000-7000-8000-${String(n).padStart(12, '0')}`,
    slug: 'verification_code',
    to: `reader${n}@acme.com`,
    expiresAt: new Date(NOW.getTime() + 600_000),
    code: '424242',
    link: 'https://acme.com/sesame',
    subject: '424242 is your code',
    html: '<p>424242</p>',
    text: '424242',
    ...changes,
  }
}

/** A verification SMS; `n` tells it from others. */
export function outgoingSms(n = 1, changes: Partial<OutgoingSms> = {}): OutgoingSms {
  return {
    channel: 'sms',
    id: `0190a000-0000-7000-9000-${String(n).padStart(12, '0')}`,
    slug: 'verification_code',
    to: `+1201555${String(1000 + n)}`,
    expiresAt: new Date(NOW.getTime() + 600_000),
    code: '424242',
    body: '424242 is your Acme code.',
    ...changes,
  }
}
