import type { Answer } from './provider-server.ts'

/** What an account at Twilio has, beside messages. Tests change it. */
export interface TwilioAccount {
  status: 'active' | 'suspended' | 'closed'
  type: 'Full' | 'Trial'
  balance: string
  numbers: { phone_number: string; sms: boolean }[]
  /** The numbers in the pool of each Messaging Service, by its SID. */
  services: Record<string, string[]>
  /** Which countries SMS may go to. */
  countries: Record<string, boolean>
}

/** An account in which everything is right. */
export function twilioAccount(): TwilioAccount {
  return {
    status: 'active',
    type: 'Full',
    balance: '42.50',
    numbers: [{ phone_number: '+14155550100', sms: true }],
    services: { [`MG${'2'.repeat(32)}`]: ['+14155550100'] },
    countries: { US: true, CA: true, DE: true },
  }
}

/** The answer to a GET for a part of the account; null if the path is another one. */
export function twilioAccountAnswer(
  account: TwilioAccount,
  root: string,
  { path, query }: { readonly path: string; readonly query: URLSearchParams },
): Answer | null {
  if (path === `${root}.json`) {
    const { status, type } = account
    return { status: 200, body: { status, type, friendly_name: 'Acme' } }
  }
  if (path === `${root}/Balance.json`) {
    return { status: 200, body: { balance: account.balance, currency: 'USD' } }
  }
  if (path === `${root}/IncomingPhoneNumbers.json`) {
    const found = account.numbers.filter((each) => each.phone_number === query.get('PhoneNumber'))
    const incoming = found.map(({ phone_number, sms }) => ({
      phone_number,
      capabilities: { sms, voice: true, mms: false },
    }))
    return { status: 200, body: { incoming_phone_numbers: incoming } }
  }
  if (path === '/v1/Messaging/GeoPermissions') {
    const permissions = Object.entries(account.countries).map(([country_code, enabled]) => ({
      country_code,
      type: 'country',
      enabled,
    }))
    return { status: 200, body: { permissions } }
  }
  const [, sid = '', part] = /^\/v1\/Services\/(\w+)(?:\/(\w+))?$/.exec(path) ?? []
  const pool = account.services[sid]
  if (!pool) return null
  if (part === undefined) return { status: 200, body: { sid, friendly_name: 'Acme' } }
  if (part === 'PhoneNumbers') {
    return { status: 200, body: { phone_numbers: pool.map((phone_number) => ({ phone_number })) } }
  }
  return { status: 200, body: { short_codes: [], alpha_senders: [] } }
}
