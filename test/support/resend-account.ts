import type { Answer } from './provider-server.ts'

/** What an account at Resend has, beside emails. Tests change it. */
export interface ResendAccount {
  domains: {
    id: string
    name: string
    status: string
    region: string
    open_tracking: boolean
    click_tracking: boolean
    records: { record: string; name: string; type: string; value: string }[]
  }[]
  webhooks: { id: string; endpoint: string; status: 'enabled' | 'disabled'; events: string[] }[]
  daily: { used: number; limit: number | null }
  monthly: { used: number; limit: number }
}

export const RESEND_EVENTS = [
  'sent',
  'delivered',
  'delivery_delayed',
  'bounced',
  'complained',
  'failed',
  'suppressed',
].map((name) => `email.${name}`)

/** An account in which everything is right for this domain. */
export function resendAccount(name = 'auth.acme.dev'): ResendAccount {
  return {
    domains: [
      {
        id: 'dom_1',
        name,
        status: 'verified',
        region: 'eu-west-1',
        open_tracking: false,
        click_tracking: false,
        records: [
          {
            record: 'SPF',
            name: 'send.auth',
            type: 'MX',
            value: 'feedback-smtp.eu-west-1.amazonses.com',
          },
          {
            record: 'SPF',
            name: 'send.auth',
            type: 'TXT',
            value: 'v=spf1 include:amazonses.com ~all',
          },
          { record: 'DKIM', name: 'resend._domainkey.auth', type: 'TXT', value: 'p=MIGfMA0' },
        ],
      },
    ],
    webhooks: [],
    daily: { used: 3, limit: 100 },
    monthly: { used: 30, limit: 3_000 },
  }
}

/** The answer to a GET for a part of the account; null if the path is another one. */
export function accountAnswer(account: ResendAccount, path: string): Answer | null {
  const [, part, id] = /^\/(domains|webhooks|usage)(?:\/(.+))?$/.exec(path) ?? []
  if (part === 'usage') {
    const more = { sent: 0, received: 0, resets_at: '2026-12-01T00:00:00Z' }
    const emails = {
      daily: { ...account.daily, ...more },
      monthly: { ...account.monthly, ...more },
    }
    return { status: 200, body: { object: 'usage', emails } }
  }
  if (part === 'domains' && id !== undefined) {
    const domain = account.domains.find((each) => each.id === id)
    return domain
      ? { status: 200, body: { object: 'domain', ...domain } }
      : { status: 404, body: { statusCode: 404, name: 'not_found', message: 'Domain not found' } }
  }
  if (part === 'domains') {
    // The list has neither records nor tracking.
    const data = account.domains.map(({ id: domainId, name, status, region }) => ({
      id: domainId,
      name,
      status,
      region,
    }))
    return { status: 200, body: { object: 'list', has_more: false, data } }
  }
  if (part === 'webhooks') {
    return { status: 200, body: { object: 'list', has_more: false, data: account.webhooks } }
  }
  return null
}
