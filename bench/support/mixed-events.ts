import { emailCreated, smsCreated, userEvent } from '../../test/support/clerk-events.ts'

const LINK = {
  slug: 'magic_link_sign_in',
  data: {
    magic_link: 'https://clerk.acme.dev/v1/verify?token=abc',
    ttl_minutes: 10,
    app: { name: 'Acme', domain_name: 'acme.dev' },
  },
}

/** An app's day in small: of 20 events 13 codes by email, 2 links, 3 codes by SMS, 1 new user, 1 changed. */
export function mixedEvent(index: number): unknown {
  const place = index % 20
  if (place < 13) return emailCreated()
  if (place < 15) return emailCreated(LINK)
  if (place < 18) {
    const sms = Math.floor(index / 20) * 3 + (place - 15)
    return smsCreated({ to_phone_number: numberOf(sms) })
  }
  return userEvent(place === 18 ? 'user.created' : 'user.updated')
}

const AREAS = ['212', '310', '415', '512', '617', '718']

/** Assigned numbers, as different as those of an app's users: the first 96,000 have 20 in each range. */
function numberOf(index: number): string {
  const range = index % (AREAS.length * 800)
  const last = Math.floor(index / (AREAS.length * 800)) % 10_000
  return `+1${AREAS[range % AREAS.length]}${200 + Math.floor(range / AREAS.length)}${String(last).padStart(4, '0')}`
}

/** How many of so many events, whole twenties of them, ask for an email or an SMS. */
export function messagesIn(events: number): number {
  return (events / 20) * 19
}

/** How many of them are `email.created`. */
export function emailEventsIn(events: number): number {
  return (events / 20) * 15
}
