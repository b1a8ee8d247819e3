import type { Config } from '../config/config.ts'
import { readResendReceipt } from '../transports/resend-receipts.ts'
import { readTwilioReceipt } from '../transports/twilio-receipts.ts'

/** What tells the providers' reports from forged ones, as configured; null where nothing could. */
export function receiptReaders(config: Config) {
  return { readResend: resendReader(config), readTwilio: twilioReader(config) }
}

function resendReader({ resendWebhookSecrets: secrets }: Config) {
  if (secrets.length === 0) return null
  return (request: Parameters<typeof readResendReceipt>[0]) => readResendReceipt(request, secrets)
}

/** Null also where Twilio has no way to reach us, or signs with a token that we do not have. */
function twilioReader({ sms, publicUrl, twilioSecondaryAuthToken }: Config) {
  if (sms.transport !== 'twilio' || !sms.authToken || !publicUrl) return null
  const { accountSid } = sms
  const authTokens = [sms.authToken, twilioSecondaryAuthToken].filter(
    (token) => token !== undefined,
  )
  return (request: Parameters<typeof readTwilioReceipt>[0]) =>
    readTwilioReceipt(request, { authTokens, publicUrl, accountSid })
}
