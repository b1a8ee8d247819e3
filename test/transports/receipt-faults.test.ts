import { describe, expect, it } from 'vitest'
import { readResendReceipt } from '../../src/transports/resend-receipts.ts'
import { readTwilioReceipt } from '../../src/transports/twilio-receipts.ts'
import { svixHeaders } from '../support/svix-headers.ts'

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const OTHER = 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'

describe('the log has the reason why a report was refused', () => {
  const read = (secondsAgo: number, secret: string, without?: string) => {
    const at = new Date(Date.now() - secondsAgo * 1000)
    const headers: Record<string, string> = {
      ...svixHeaders('{}', { svixId: 'msg_1', at, secret }),
    }
    if (without) delete headers[without]
    return readResendReceipt({ headers, body: '{}' }, [OTHER, SECRET])
  }

  it('for Resend', () => {
    expect(read(0, SECRET)).toEqual({ kind: 'ignored' })
    expect(read(0, OTHER)).toEqual({ kind: 'ignored' })
    expect(read(0, 'whsec_BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB')).toEqual({
      kind: 'forged',
      reason: 'no_secret_matches',
    })
    expect(read(400, SECRET)).toEqual({ kind: 'forged', reason: 'time_off' })
    expect(read(-400, SECRET)).toEqual({ kind: 'forged', reason: 'time_off' })
    expect(read(0, SECRET, 'svix-signature')).toEqual({ kind: 'forged', reason: 'header_missing' })
  })

  it.each([
    ['', 'header_missing'],
    ['AAAA', 'no_secret_matches'],
  ])('for Twilio: %j', async (signature, reason) => {
    const request = { pathAndQuery: '/api/webhooks/twilio', signature, body: '' }
    const options = { authTokens: ['token'], publicUrl: 'https://acme.dev', accountSid: 'AC1' }
    expect(await readTwilioReceipt(request, options)).toEqual({ kind: 'forged', reason })
  })
})
