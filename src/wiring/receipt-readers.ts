import type { Config } from '../config/config.ts'
import { readResendReceipt } from '../transports/resend-receipts.ts'
import { readTwilioReceipt } from '../transports/twilio-receipts.ts'

/** The functions that verify and read the reports of the providers; null if the secret is not set. */
export function receiptReaders(config: Config) {
  return { readResend: resendReader(config), readTwilio: twilioReader(config) }
}

function resendReader({ resendWebhookSecrets: secrets }: Config) {
  if (secrets.length === 0) return null
  return (request: Parameters<typeof readResendReceipt>[0]) => readResendReceipt(request, secrets)
}

/** Null also if PUBLIC_URL is not set, or the auth token with which Twilio signs. */
function twilioReader({ sms, publicUrl, twilioSecondaryAuthToken }: Config) {
  if (sms.transport !== 'twilio' || !sms.authToken || !publicUrl) return null
  const { accountSid } = sms
  const authTokens = [sms.authToken, twilioSecondaryAuthToken].filter(
    (token) => token !== undefined,
  )
  return (request: Parameters<typeof readTwilioReceipt>[0]) =>
    readTwilioReceipt(request, { authTokens, publicUrl, accountSid })
}
