type Variables = Readonly<Record<string, string | undefined>>

/** Which transport a channel has: the one named, or the provider where there are keys, and in production. */
export function emailTransportOf(env: Variables): string {
  const named = env.EMAIL_TRANSPORT
  if (named) return named
  return env.NODE_ENV === 'production' || env.RESEND_API_KEY ? 'resend' : 'capture'
}

export function smsTransportOf(env: Variables): string {
  const named = env.SMS_TRANSPORT
  if (named) return named
  return env.NODE_ENV === 'production' || env.TWILIO_ACCOUNT_SID ? 'twilio' : 'capture'
}
