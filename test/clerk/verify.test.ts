import { verifyWebhook } from '@clerk/backend/webhooks'
import fc from 'fast-check'
import { Webhook } from 'svix'
import { describe, expect, it } from 'vitest'
import { createVerifyClerkWebhook } from '../../src/clerk/verify.ts'
import { emailCreated } from '../support/clerk-events.ts'

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const OTHER = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'

/** Clerk's own library, which reads the clock itself. */
async function clerkAccepts(headers: Headers, body: string): Promise<boolean> {
  const request = new Request('http://localhost', { method: 'POST', headers, body })
  return verifyWebhook(request, { signingSecret: SECRET }).then(
    () => true,
    () => false,
  )
}

const seconds = (offset: number) => new Date(Date.now() + offset * 1000)
const body = fc.oneof(
  fc.constant(JSON.stringify(emailCreated())),
  fc.json().map((data) => `{"type":"x","object":"event","data":${data}}`),
  fc.string({ unit: 'grapheme' }).map((text) => JSON.stringify({ type: text, data: {} })),
)
const id = fc.constantFrom('msg_1', 'msg_ä', ' msg_2 ', 'a.b.c')
// Not exactly five minutes, because the clock moves between the two checks.
const offset = fc.constantFrom(0, -290, 290, -310, 310, -86_400)
const spoil = fc.constantFrom<(signature: string) => string>(
  (right) => right,
  (right) => ` ${right} `,
  (right) => `v1,AAAA v1a,BBBB ${right}`,
  (right) => `${right} v1,AAAA`,
  (right) => right.replace('v1,', 'v1a,'),
  (right) => right.replace('v1,', ''),
  (right) => right.slice(0, -1),
  (right) => `${right}A`,
  (right) => right.replace(/[A-Z]/, (letter) => letter.toLowerCase()),
  () => '',
  () => 'v1,',
  () => 'v1',
)

function headersOf(text: string, at: Date): Headers {
  return new Headers({
    'svix-id': 'msg_1',
    'svix-timestamp': String(Math.floor(at.getTime() / 1000)),
    'svix-signature': new Webhook(SECRET).sign('msg_1', at, text),
  })
}

describe('the signature check', () => {
  it('agrees with @clerk/backend', async () => {
    await fc.assert(
      fc.asyncProperty(body, id, offset, spoil, fc.boolean(), async (text, name, by, bend, own) => {
        const at = seconds(by)
        const right = new Webhook(own ? SECRET : OTHER).sign(name.trim(), at, text)
        const headers = new Headers({
          'svix-id': encodeURIComponent(name.trim()) === name.trim() ? name : 'msg_plain',
          'svix-timestamp': String(Math.floor(at.getTime() / 1000)),
          'svix-signature': bend(right),
        })
        const ours = createVerifyClerkWebhook([SECRET])(headers, text).kind === 'verified'
        expect(await clerkAccepts(headers, text)).toBe(ours)
      }),
      { numRuns: 400 },
    )
  })

  it('accepts what one of the secrets has signed within five minutes, and nothing else', () => {
    const check = (signed: string, sent: string, secrets: string[], at = new Date()) =>
      createVerifyClerkWebhook(secrets)(headersOf(signed, at), sent).kind
    expect(check('{}', '{}', [SECRET])).toBe('verified')
    expect(check('{}', '{}', [OTHER, SECRET])).toBe('verified')
    expect(check('{}', '{}', [OTHER])).toBe('forged')
    expect(check('{}', '{ }', [SECRET])).toBe('forged')
    expect(check('{', '{', [SECRET])).toBe('not-json')
    expect(check('', '', [SECRET])).toBe('not-json')
    expect(check('{}', '{}', [SECRET], seconds(-295))).toBe('verified')
    expect(check('{}', '{}', [SECRET], seconds(-302))).toBe('forged')
    expect(check('{}', '{}', [SECRET], seconds(305))).toBe('forged')
  })

  it('says why a signature is refused, and when a good one was made', () => {
    // Whole seconds, because signatures have no smaller ones.
    const now = new Date(Math.floor(Date.now() / 1000) * 1000)
    const check = (signedAt: Date, secrets = [SECRET]) =>
      createVerifyClerkWebhook(secrets)(headersOf('{}', signedAt), '{}', now)
    const ago = (ms: number) => new Date(now.getTime() - ms)
    expect(check(ago(1_500))).toEqual({
      kind: 'verified',
      secret: { index: 0, instances: [] },
      svixId: 'msg_1',
      signedAt: ago(2_000),
      body: {},
    })
    expect(check(now, [OTHER, `whsec_${'A'.repeat(32)}`])).toEqual({
      kind: 'forged',
      fault: { reason: 'no_secret_matches', secrets: 2 },
    })
    expect(check(ago(301_000))).toEqual({
      kind: 'forged',
      fault: { reason: 'time_off', seconds: 301 },
    })
    expect(createVerifyClerkWebhook([SECRET])(new Headers(), '{}', now)).toEqual({
      kind: 'forged',
      fault: {
        reason: 'header_missing',
        headers: ['svix-id', 'svix-timestamp', 'svix-signature'],
      },
    })
  })

  it.each(['svix-id', 'svix-timestamp', 'svix-signature'])('needs %s', (missing) => {
    const headers = headersOf('{}', new Date())
    headers.delete(missing)
    expect(createVerifyClerkWebhook([SECRET])(headers, '{}').kind).toBe('forged')
    headers.set(missing, 'odd')
    expect(createVerifyClerkWebhook([SECRET])(headers, '{}').kind).toBe('forged')
  })
})
