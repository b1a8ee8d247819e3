const NAMES: Readonly<Record<string, string>> = {
  resend: 'Resend',
  'resend-standby': 'Resend (second account)',
  twilio: 'Twilio',
  smtp: 'the mail server',
  capture: 'the outbox',
}

/** A provider, inside a sentence. */
export function providerName(provider: string | null): string {
  return (provider && NAMES[provider]) ?? provider ?? 'the provider'
}

/** The page about a message at its provider; null if there is none. */
export function providerPage(provider: string | null, id: string | null): string | null {
  if (!id) return null
  if (provider === 'resend' && /^[\da-f-]{36}$/i.test(id)) return `https://resend.com/emails/${id}`
  if (provider === 'twilio' && /^(SM|MM)[\da-f]{32}$/i.test(id))
    return `https://www.twilio.com/console/sms/logs/${id}`
  return null
}
