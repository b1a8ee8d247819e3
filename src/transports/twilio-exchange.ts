import http from 'node:http'
import https from 'node:https'
import type twilio from 'twilio'
import type { ProviderHeaders } from './provider-headers.ts'

/** One request to Twilio, and what is known about it independently of the SDK. */
export interface TwilioExchange {
  /** For the SDK's `httpClient`. */
  readonly client: twilio.RequestClient
  /** True once bytes of the request may have left this machine. */
  readonly connected: boolean
  /** The status and headers of the answer. The SDK's errors contain only the status. */
  readonly answer: { readonly status: number; readonly headers: ProviderHeaders } | null
}

export interface ExchangeOptions {
  readonly signal: AbortSignal
  readonly deadlineMs: number
  /** Asked when there is a connection: if it is false, nothing is sent. */
  readonly mayBegin: () => boolean
}

/**
 * The SDK's own HTTP client, made for one request.
 *
 * It keeps no connection alive. Twilio may close such a connection just when the next request is written.
 * That looks like a reset after the SMS was accepted, so the SMS could not be repeated. One handshake is
 * not worth that.
 */
export function openTwilioExchange(
  RequestClient: typeof twilio.RequestClient,
  { signal, deadlineMs, mayBegin }: ExchangeOptions,
): TwilioExchange {
  const client = new RequestClient({
    timeout: deadlineMs,
    keepAlive: false,
    autoRetry: false,
    maxRetries: 0,
  })
  let connected = false
  let answer: TwilioExchange['answer'] = null

  // The SDK's timeout starts again with every byte, so a very slow answer would never end.
  client.axios.defaults.signal = signal
  client.axios.defaults.transport = {
    request(options: https.RequestOptions, onResponse: (response: http.IncomingMessage) => void) {
      const secure = options.protocol === 'https:'
      const request = (secure ? https : http).request(options, onResponse)
      request.once('socket', (socket) => {
        // Before the connection (and the TLS handshake) nothing can have been sent. Only a new socket that
        // is still connecting is certain to be before it: doubt must not cause a second SMS.
        if (!socket.connecting) connected = true
        socket.once(secure ? 'secureConnect' : 'connect', () => {
          if (mayBegin()) connected = true
          else request.destroy(Object.assign(new Error('too late'), { code: 'TOO_LATE' }))
        })
      })
      return request
    },
  }

  const request = client.request.bind(client)
  client.request = async (options) => {
    const response = await request(options)
    answer = { status: response.statusCode, headers: plainHeaders(response.headers) }
    // The SDK's type allows any body, and it parses the body itself.
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
