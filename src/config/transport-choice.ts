import type { Variables } from './clean-variables.ts'

/** The transport of emails: EMAIL_TRANSPORT; otherwise Resend in production or if it has a key. */
export function emailTransportOf(env: Variables): string {
  const isResend = env.NODE_ENV === 'production' || env.RESEND_API_KEY
  return env.EMAIL_TRANSPORT || (isResend ? 'resend' : 'capture')
}

/** Whether emails leave this machine. */
export function sendsEmails(env: Variables): boolean {
  return emailTransportOf(env) !== 'capture'
}

/** The transport of SMS: SMS_TRANSPORT; otherwise Twilio in production or if it has an account. */
export function smsTransportOf(env: Variables): string {
  const isTwilio = env.NODE_ENV === 'production' || env.TWILIO_ACCOUNT_SID
  return env.SMS_TRANSPORT || (isTwilio ? 'twilio' : 'capture')
}
