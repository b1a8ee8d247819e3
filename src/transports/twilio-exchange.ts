import http from 'node:http'
import https from 'node:https'
import type twilio from 'twilio'
import type { ProviderHeaders } from './provider-headers.ts'

/** One request to Twilio and what is known about it, whatever the SDK then makes of it. */
export interface TwilioExchange {
  /** For the SDK's `httpClient`. */
  readonly client: twilio.RequestClient
  /** True once bytes of the request may have left this machine. */
  readonly connected: boolean
  /** The answer's own status and headers; the SDK's errors keep the first and lose the second. */
  readonly answer: { readonly status: number; readonly headers: ProviderHeaders } | null
}

/**
 * The SDK's own HTTP client, made for one request.
 *
 * It keeps no connection alive. A kept one may be closed by Twilio just as we write, and that reset
 * looks like one after acceptance: an SMS lost in doubt, to save one handshake.
 */
export function openTwilioExchange(
  RequestClient: typeof twilio.RequestClient,
  { signal, deadlineMs }: { readonly signal: AbortSignal; readonly deadlineMs: number },
): TwilioExchange {
  const client = new RequestClient({
    timeout: deadlineMs,
    keepAlive: false,
    autoRetry: false,
    maxRetries: 0,
  })
  let connected = false
  let answer: TwilioExchange['answer'] = null

  // Its timeout counts silence, so an answer that drips in would never end.
  client.axios.defaults.signal = signal
  client.axios.defaults.transport = {
    request(options: https.RequestOptions, onResponse: (response: http.IncomingMessage) => void) {
      const secure = options.protocol === 'https:'
      const request = (secure ? https : http).request(options, onResponse)
      request.once('socket', (socket) => {
        // Until it is connected (and, with TLS, has shaken hands) nothing can have been sent. Anything
        // but a new socket that is seen connecting counts as sent: doubt must not cause a second SMS.
        if (!socket.connecting) connected = true
        socket.once(secure ? 'secureConnect' : 'connect', () => {
          connected = true
        })
      })
      return request
    },
  }

  const request = client.request.bind(client)
  client.request = async (options) => {
    const response = await request(options)
    answer = { status: response.statusCode, headers: plainHeaders(response.headers) }
    // The SDK asks for any body; it parses it itself.
    return response as never
  }

  return {
    client,
    get connected() {
      return connected
    },
    get answer() {
      return answer
    },
  }
}

function plainHeaders(headers: unknown): ProviderHeaders {
  return Object.fromEntries(
    Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
  )
}
