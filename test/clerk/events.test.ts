import { describe, expect, it } from 'vitest'
import { parseClerkEvent } from '../../src/clerk/events.ts'
import { emailCreated, smsCreated } from '../support/clerk-events.ts'
import { writeEmail } from '../support/every-email.ts'

function messageOf(body: unknown) {
  const parsed = parseClerkEvent(body)
  if (parsed.kind !== 'event' || parsed.event.kind !== 'message') throw new Error(parsed.kind)
  return parsed.event
}

describe('the code of an SMS that carries only its text', () => {
  it.each([
    ['Your verification code is 123456', '123456'],
    ['123456 is your Acme code. It expires in 10 minutes.', '123456'],
    ['123456 is your Acme code.\n\n@acme.com #123456', '123456'],
    ['Your code is 123456. Help: https://acme.com/654321 or +14155552671', '123456'],
  ])('is read from %j', (message, code) => {
    expect(messageOf(smsCreated({ message })).content.variables.otp_code).toBe(code)
  })

  it.each([
    'Your Acme 202400 code: 4821',
    'Your code is 1234. Ref 987654.',
    'Your Acme 202400 code: 482 193',
    'Your codes are 123456 and 654321',
    'Your Acme 202400 code: 12345678',
    'Your code is A123456',
    'Your code is 1234567',
    'No code at all',
  ])('is not guessed from %j', (message) => {
    expect(messageOf(smsCreated({ message })).content.variables).not.toHaveProperty('otp_code')
  })
})

describe('the lifetime of a link', () => {
  const slug = 'magic_link_sign_in'
  const link = { magic_link: 'https://acme.dev/v1/verify?token=x' }

  it.each([
    [7, 7],
    ['7', 7],
    [true, undefined],
    [['7'], undefined],
    [2.5, undefined],
    ['2.5', undefined],
    ['', undefined],
    [0, undefined],
    [-1, undefined],
    [1e9, undefined],
    [null, undefined],
  ])('is the same in the email and in the expiry: %j', async (ttl_minutes, minutes) => {
    const data = { ...link, ttl_minutes }
    expect(messageOf(emailCreated({ slug, data })).ttlMinutes).toBe(minutes)
    expect((await writeEmail(slug, 'en', data)).text).toContain(` ${minutes ?? 10} minutes`)
  })

  it.each([
    [14, 14],
    ['14', 14],
    [true, undefined],
    [1.5, undefined],
    [1e9, undefined],
  ])('is the same for an invitation: %j', async (expires_in_days, days) => {
    const data = { action_url: link.magic_link, invitation: { expires_in_days } }
    expect(messageOf(emailCreated({ slug: 'invitation', data })).expiresInDays).toBe(days)
    const { text } = await writeEmail('invitation', 'en', data)
    expect(/(\d+) days/.exec(text)?.[1]).toBe(days?.toString())
  })
})
