import type { Transport } from '../../src/domain/transport.ts'
import { createResendTransport } from '../../src/transports/resend.ts'
import { createTwilioTransport } from '../../src/transports/twilio.ts'
import { openResendServer, type ResendServer } from './resend-server.ts'
import { openTwilioServer, TWILIO_ACCOUNT, type TwilioServer } from './twilio-server.ts'

/** Both fake providers, and new transports that send through them. */
export interface Transports extends AsyncDisposable {
  readonly resend: ResendServer
  readonly twilio: TwilioServer
  email(): Transport
  sms(): Transport
}

export async function openTransports(options: { readonly now: () => Date }): Promise<Transports> {
  const resend = await openResendServer(options)
  const twilio = await openTwilioServer(options)
  return {
    resend,
    twilio,
    email: () =>
      createResendTransport({ apiKey: 're_test', baseUrl: resend.url, from: 'a@acme.dev' }),
    sms: () =>
      createTwilioTransport({ ...TWILIO_ACCOUNT, from: '+14155550100', baseUrl: twilio.url }),
    async [Symbol.asyncDispose]() {
      await resend.close()
      await twilio.close()
    },
  }
}
