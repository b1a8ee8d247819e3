import { CLERK_API_URL } from '../clerk/backend-api.ts'
import type { Config } from '../config/config.ts'
import type { Asker } from '../doctor/ask.ts'
import { credentialsOf } from '../transports/twilio-client.ts'

const RESEND_API_URL = 'https://api.resend.com'

export type TwilioAskers = Readonly<Record<'api' | 'messaging' | 'accounts', Asker>>

/** Who asks the servers of Resend, Twilio and Clerk about the set-up. Null for what is not used. */
export interface Askers {
  readonly resend: Asker | null
  /** The second account, which stands by. */
  readonly resendStandBy: Asker | null
  /** Twilio has a server for each part of its API. */
  readonly twilio: TwilioAskers | null
  readonly clerk: Asker | null
}

export function askersOf(
  { email, emailStandBy, sms, clerk }: Config,
  fetcher: typeof fetch,
): Askers {
  const asker = (baseUrl: string, authorization: string): Asker => ({
    fetch: fetcher,
    baseUrl,
    headers: { 'user-agent': 'bellhop-doctor', authorization },
  })
  return {
    resend:
      email.transport === 'resend'
        ? asker(email.baseUrl ?? RESEND_API_URL, `Bearer ${email.apiKey}`)
        : null,
    resendStandBy:
      emailStandBy?.transport === 'resend'
        ? asker(emailStandBy.baseUrl ?? RESEND_API_URL, `Bearer ${emailStandBy.apiKey}`)
        : null,
    twilio: sms.transport === 'twilio' ? twilioAskers(sms, asker) : null,
    clerk: clerk.secretKey
      ? asker(clerk.apiUrl ?? CLERK_API_URL, `Bearer ${clerk.secretKey}`)
      : null,
  }
}

function twilioAskers(
  sms: Extract<Config['sms'], { transport: 'twilio' }>,
  asker: (baseUrl: string, authorization: string) => Asker,
): TwilioAskers {
  const { username, password } = credentialsOf(sms)
  const basic = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  const at = (part: string) => asker(sms.baseUrl ?? `https://${part}.twilio.com`, basic)
  return { api: at('api'), messaging: at('messaging'), accounts: at('accounts') }
}
