import type { Config } from '../config/config.ts'
import { createLimiter, type Limiter } from '../delivery/limiter.ts'
import type { Channel } from '../domain/message.ts'
import type { Transport } from '../domain/transport.ts'
import { type Proof, StoppedError } from '../http/health.ts'
import { type Backlog, createBacklog } from '../queue/backlog.ts'
import { sleep } from '../runtime/timers.ts'
import { saveCaptured } from '../store/views/captured-messages.ts'
import { createCaptureTransport } from '../transports/capture.ts'
import type { HeadersListener } from '../transports/provider-headers.ts'
import { createResendTransport } from '../transports/resend.ts'
import { createSmtpTransport } from '../transports/smtp.ts'
import { createTwilioTransport } from '../transports/twilio.ts'
import type { Base } from './base.ts'
import type { Store } from './store.ts'

/** A provider, with what decides when it may be asked. */
export interface Provider {
  readonly transport: Transport
  readonly limiter: Limiter
  readonly backlog: Backlog
  /** Most requests under way at once. */
  readonly concurrency: number
}

export interface ProviderEvents {
  /** A captured message was stored. */
  readonly onCaptured: () => void
  /** A provider was stopped, and by what, or works again (null). */
  readonly onChange: (channel: Channel, stoppedBy: string | null) => void
}

// Resend's lowest limit. Its first answer contains the real one.
const RESEND_STARTING_RATE = 2
// Emails share a request, SMS do not.
const CONCURRENCY: Record<Channel, number> = { email: 4, sms: 8 }

/** Opens the configured provider of each channel. */
export async function openProviders(
  config: Config,
  { now, warn, onError }: Base,
  { db, queue }: Store,
  { onCaptured, onChange }: ProviderEvents,
): Promise<Provider[]> {
  const { email, sms, publicUrl } = config
  return Promise.all([
    openEmail(),
    sms.transport === 'twilio'
      ? openProvider('sms', 'twilio', null, (onHeaders) =>
          // A callback that cannot be verified is not asked for.
          createTwilioTransport({
            ...sms,
            publicUrl: sms.authToken ? publicUrl : undefined,
            onHeaders,
            onCallbackRefused: () =>
              warn(
                'Twilio does not take PUBLIC_URL for status callbacks (error 21609): SMS go without, and their receipts come later, by asking Twilio. Set it to the address at which Twilio reaches Bellhop.',
              ),
          }),
        )
      : openCapture('sms'),
  ])

  function openEmail(): Promise<Provider> {
    switch (email.transport) {
      case 'resend':
        return openProvider('email', 'resend', RESEND_STARTING_RATE, (onHeaders) =>
          createResendTransport({ ...email, onHeaders }),
        )
      case 'smtp':
        return openProvider(
          'email',
          'smtp',
          email.rate,
          (onHeaders) =>
            createSmtpTransport({
              ...email,
              onHeaders,
              onCopyFailed: (code) =>
                warn(`An email was sent, but the server did not take its copy for bcc (${code}).`),
            }),
          { isRateSet: true, concurrency: email.connections },
        )
      case 'capture':
        return openCapture('email')
    }
  }

  function openCapture(channel: Channel): Promise<Provider> {
    return openProvider(channel, `capture-${channel}`, null, () =>
      createCaptureTransport({
        channel,
        async keep(message) {
          await saveCaptured(db, message, now())
          onCaptured()
        },
      }),
    )
  }

  async function openProvider(
    channel: Channel,
    provider: string,
    startingRate: number | null,
    open: (onHeaders: HeadersListener) => Transport,
    { isRateSet = false, concurrency = CONCURRENCY[channel] } = {},
  ): Promise<Provider> {
    const limiter = await createLimiter({
      db,
      now,
      sleep,
      enqueue: queue.enqueue,
      provider,
      startingRate,
      isRateSet,
      onChange: (stoppedBy) => onChange(channel, stoppedBy),
    })
    const transport = open((headers, status) => {
      limiter.onResponse(headers, status).catch(onError)
    })
    const backlog = createBacklog(transport.batchSize * concurrency)
    return { transport, limiter, backlog, concurrency }
  }
}

/**
 * Whether messages go out: fails with the cause while the provider is stopped. Until it has accepted a message,
 * `proofOf` says what else is known.
 */
export function readiness(
  { transport, limiter }: Provider,
  proofOf: (channel: Channel) => Proof,
): () => Promise<Proof> {
  return async () => {
    const cause = limiter.stoppedBy()
    if (cause) throw new StoppedError(cause)
    if (transport.provider === 'capture' || limiter.isProven()) return 'ok'
    return proofOf(transport.channel)
  }
}
