import type twilio from 'twilio'
import { openTwilioExchange, type TwilioExchange } from './twilio-exchange.ts'

export interface TwilioClientOptions {
  readonly accountSid: string
  readonly authToken?: string | undefined
  readonly apiKey?: string | undefined
  readonly apiSecret?: string | undefined
  readonly baseUrl?: string | undefined
  readonly deadlineMs: number
}

/** A client for one request, and what is known of its exchange. */
export interface TwilioClient {
  readonly client: twilio.Twilio
  readonly exchange: TwilioExchange
}

export type OpenTwilioClient = (signal: AbortSignal) => Promise<TwilioClient>

/** Throws a TypeError where the credentials cannot be right. */
export function createTwilioClient(options: TwilioClientOptions): OpenTwilioClient {
  const { accountSid, baseUrl, deadlineMs } = options
  const { username, password } = credentialsOf(options)
  return async (signal) => {
    const sdk = await loadSdk()
    const exchange = openTwilioExchange(sdk.RequestClient, { signal, deadlineMs })
    const client = new sdk.Twilio(username, password, {
      accountSid,
      httpClient: exchange.client,
      ...SEALED,
    })
    if (baseUrl !== undefined) {
      client.api.baseUrl = baseUrl
      // In a host of two names it would see a region of Twilio's.
      client.getHostname = (hostname) => hostname
    }
    return { client, exchange }
  }
}

/**
 * For every one of these that is missing the SDK would read the environment, where a log level of
 * `debug` makes it print codes and numbers.
 */
const SEALED = { edge: '', region: '', logLevel: 'none' }

/** Loaded with the first SMS: it costs 100 ms and 36 MB that a service without SMS does not owe. */
async function loadSdk() {
  return (await import('twilio')).default
}

function credentialsOf({ accountSid, authToken, apiKey, apiSecret }: TwilioClientOptions) {
  // The SDK throws on it too, but only with the first SMS.
  if (!accountSid.startsWith('AC')) throw new TypeError('A Twilio account SID starts with AC.')
  if (apiKey && apiSecret) return { username: apiKey, password: apiSecret }
  if (authToken) return { username: accountSid, password: authToken }
  throw new TypeError('The Twilio transport needs an auth token, or an API key and its secret.')
}
