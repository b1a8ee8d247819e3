import type twilio from 'twilio'
import { OPTIONAL, optional } from '../domain/optional-package.ts'
import { openTwilioExchange, type TwilioExchange } from './twilio-exchange.ts'

export interface TwilioClientOptions {
  readonly accountSid: string
  readonly authToken?: string | undefined
  readonly apiKey?: string | undefined
  readonly apiSecret?: string | undefined
  readonly baseUrl?: string | undefined
  readonly deadlineMs: number
}

/** A client for one request, and the exchange of that request. */
export interface TwilioClient {
  readonly client: twilio.Twilio
  readonly exchange: TwilioExchange
}

export type OpenTwilioClient = (
  signal: AbortSignal,
  mayBegin?: () => boolean,
) => Promise<TwilioClient>

/** Throws a TypeError if the credentials cannot be right. */
export function createTwilioClient(options: TwilioClientOptions): OpenTwilioClient {
  const { accountSid, baseUrl, deadlineMs } = options
  const { username, password } = credentialsOf(options)
  return async (signal, mayBegin = () => true) => {
    const sdk = await loadSdk()
    const exchange = openTwilioExchange(sdk.RequestClient, { signal, deadlineMs, mayBegin })
    const client = new sdk.Twilio(username, password, {
      accountSid,
      httpClient: exchange.client,
      ...NOT_FROM_ENVIRONMENT,
    })
    if (baseUrl !== undefined) {
      client.api.baseUrl = baseUrl
      // If the host has two names, the SDK would treat one as a region of Twilio.
      client.getHostname = (hostname) => hostname
    }
    return { client, exchange }
  }
}

/**
 * If one of these is missing, the SDK reads it from the environment. A log level of `debug` would make it
 * print codes and numbers.
 */
const NOT_FROM_ENVIRONMENT = { edge: '', region: '', logLevel: 'none' }

/** Loads the SDK with the first SMS: it takes 100 ms and 36 MB, which a service without SMS does not need. */
async function loadSdk() {
  return (await optional(OPTIONAL.twilio, import('twilio'))).default
}

/** What Twilio's API is asked with. Throws a TypeError if it cannot be right. */
export function credentialsOf({
  accountSid,
  authToken,
  apiKey,
  apiSecret,
}: Omit<TwilioClientOptions, 'deadlineMs'>) {
  // The SDK also throws, but only with the first SMS.
  if (!accountSid.startsWith('AC')) throw new TypeError('A Twilio account SID starts with AC.')
  if (apiKey && apiSecret) return { username: apiKey, password: apiSecret }
  if (authToken) return { username: accountSid, password: authToken }
  throw new TypeError('The Twilio transport needs an auth token, or an API key and its secret.')
}
