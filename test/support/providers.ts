import { openResendServer, type ResendServer, type ResendServerOptions } from './resend-server.ts'
import {
  openTwilioServer,
  TWILIO_ACCOUNT,
  type TwilioServer,
  type TwilioServerOptions,
} from './twilio-server.ts'

/** Both fake providers, and the environment that makes Bellhop use them. */
export interface Providers extends AsyncDisposable {
  readonly resend: ResendServer
  readonly twilio: TwilioServer
  readonly env: Record<string, string>
}

export async function openProviders(
  options: ResendServerOptions = {},
  twilioOptions: TwilioServerOptions = {},
): Promise<Providers> {
  const resend = await openResendServer(options)
  const twilio = await openTwilioServer(twilioOptions)
  return {
    resend,
    twilio,
    env: {
      RESEND_API_KEY: 're_test',
      RESEND_BASE_URL: resend.url,
      EMAIL_FROM: 'Acme <login@auth.acme.dev>',
      TWILIO_ACCOUNT_SID: TWILIO_ACCOUNT.accountSid,
      TWILIO_AUTH_TOKEN: TWILIO_ACCOUNT.authToken,
      TWILIO_BASE_URL: twilio.url,
      TWILIO_FROM: '+14155550100',
      APP_NAME: 'Acme',
      APP_ORIGIN: 'https://app.acme.dev',
      PUBLIC_URL: 'https://bellhop.acme.dev',
    },
    async [Symbol.asyncDispose]() {
      await resend.close()
      await twilio.close()
    },
  }
}
