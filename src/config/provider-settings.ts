import type { ParsedVariables } from './environment.ts'
import type { Settings } from './settings-file.ts'
import type { SmtpSettings } from './smtp-url.ts'

export type EmailSettings =
  | {
      readonly transport: 'capture'
      readonly from: string | undefined
      readonly replyTo: string | undefined
    }
  | {
      readonly transport: 'resend'
      readonly apiKey: string
      readonly from: string
      readonly replyTo: string | undefined
      readonly baseUrl: string | undefined
    }
  | (SmtpSettings & {
      readonly transport: 'smtp'
      readonly from: string
      readonly replyTo: string | undefined
    })

export type SmsSettings =
  | {
      readonly transport: 'capture'
      readonly messagingServiceSid: string | undefined
      readonly from: string | undefined
    }
  | {
      readonly transport: 'twilio'
      readonly accountSid: string
      readonly authToken: string | undefined
      readonly apiKey: string | undefined
      readonly apiSecret: string | undefined
      readonly messagingServiceSid: string | undefined
      readonly from: string | undefined
      readonly baseUrl: string | undefined
    }

// `requiredSettings` has checked that a provider has the settings that it needs.

export function emailSettings(
  v: ParsedVariables,
  transport: string,
  file: Pick<Settings, 'from' | 'replyTo'>,
): EmailSettings {
  const from = v.EMAIL_FROM ?? file.from
  const replyTo = v.EMAIL_REPLY_TO ?? file.replyTo
  if (transport === 'smtp' && v.SMTP_URL) {
    return { transport, ...v.SMTP_URL, from: from ?? '', replyTo }
  }
  if (transport !== 'resend') return { transport: 'capture', from, replyTo }
  return {
    transport: 'resend',
    apiKey: v.RESEND_API_KEY ?? '',
    from: from ?? '',
    replyTo,
    baseUrl: v.RESEND_BASE_URL,
  }
}

export function smsSettings(v: ParsedVariables, transport: string): SmsSettings {
  const sender = { messagingServiceSid: v.TWILIO_MESSAGING_SERVICE_SID, from: v.TWILIO_FROM }
  if (transport !== 'twilio') return { transport: 'capture', ...sender }
  return {
    transport: 'twilio',
    accountSid: v.TWILIO_ACCOUNT_SID ?? '',
    authToken: v.TWILIO_AUTH_TOKEN,
    apiKey: v.TWILIO_API_KEY,
    apiSecret: v.TWILIO_API_SECRET,
    ...sender,
    baseUrl: v.TWILIO_BASE_URL,
  }
}
