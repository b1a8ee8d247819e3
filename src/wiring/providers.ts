import type { Config } from '../config/config.ts'
import type { EmailSettings } from '../config/provider-settings.ts'
import { createLimiter, type Limiter } from '../delivery/limiter.ts'
import { type PermitChannel, permitAlone, permitWithStandBy } from '../delivery/stand-by.ts'
import type { Channel } from '../domain/message.ts'
import type { StandByRules } from '../domain/stand-by-rules.ts'
import type { Transport } from '../domain/transport.ts'
import { StoppedError } from '../http/health.ts'
import { type Backlog, createBacklog } from '../queue/backlog.ts'
import { sleep } from '../runtime/timers.ts'
import { saveCaptured } from '../store/views/captured-messages.ts'
import { createCaptureTransport } from '../transports/capture.ts'
import type { HeadersListener } from '../transports/provider-headers.ts'
import { createResendTransport } from '../transports/resend.ts'
import { createSmtpTransport } from '../transports/smtp.ts'
import { createTwilioTransport } from '../transports/twilio.ts'
import type { Base } from './base.ts'
import { standByName } from './stand-by-name.ts'
import type { Store } from './store.ts'

/** A provider, with what decides when it may be asked. */
export interface Provider {
  readonly transport: Transport
  readonly limiter: Limiter
  /** The one that takes over while this one is stopped. */
  readonly standBy?: Pick<Provider, 'transport' | 'limiter'>
  readonly permit: PermitChannel
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

interface ProviderOptions {
  /** Its name in the ledger, if it differs from that of its kind. */
  readonly provider?: string
  readonly isRateSet?: boolean
  readonly concurrency?: number
  readonly standBy?: StandByRules | null
}

/** All providers of these channels, those that stand by included. */
export function allProviders(providers: readonly Provider[]) {
  return providers.flatMap(({ transport, limiter, standBy }) => [
    { transport, limiter },
    ...(standBy ? [standBy] : []),
  ])
}

/** Opens the configured provider of each channel. */
export async function openProviders(
  config: Config,
  { now, warn, onError }: Base,
  { db, queue }: Store,
  { onCaptured, onChange }: ProviderEvents,
): Promise<Provider[]> {
  const { email, emailStandBy, sms, publicUrl } = config
  return Promise.all([
    openEmailWithStandBy(),
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

  async function openEmailWithStandBy(): Promise<Provider> {
    if (!emailStandBy) return openEmail(email)
    const { rules, ...settings } = emailStandBy
    const [first, second] = await Promise.all([
      openEmail(email, { standBy: rules }),
      openEmail(
        { ...email, ...settings, from: email.from ?? '' },
        { provider: standByName(settings) },
      ),
    ])
    const permit = permitWithStandBy(first, second, { rules, now, sleep })
    return { ...first, standBy: second, permit }
  }

  function openEmail(settings: EmailSettings, options: ProviderOptions = {}): Promise<Provider> {
    switch (settings.transport) {
      case 'resend': {
        const { provider = 'resend' } = options
        return openProvider(
          'email',
          provider,
          RESEND_STARTING_RATE,
          (onHeaders) => createResendTransport({ ...settings, provider, onHeaders }),
          options,
        )
      }
      case 'smtp':
        return openProvider(
          'email',
          'smtp',
          settings.rate,
          (onHeaders) =>
            createSmtpTransport({
              ...settings,
              onHeaders,
              onCopyFailed: (code) =>
                warn(`An email was sent, but the server did not take its copy for bcc (${code}).`),
            }),
          { ...options, isRateSet: true, concurrency: settings.connections },
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
    { isRateSet = false, concurrency = CONCURRENCY[channel], standBy = null }: ProviderOptions = {},
  ): Promise<Provider> {
    const limiter = await createLimiter({
      db,
      now,
      sleep,
      enqueue: queue.enqueue,
      provider,
      startingRate,
      isRateSet,
      standBy,
      onChange: (stoppedBy) => onChange(channel, stoppedBy),
    })
    const transport = open((headers, status) => {
      limiter.onResponse(headers, status).catch(onError)
    })
    const backlog = createBacklog(transport.batchSize * concurrency)
    const permit = permitAlone({ transport, limiter })
    return { transport, limiter, permit, backlog, concurrency }
  }
}

/** Whether messages go out: fails with the cause while the provider is stopped and none stands by. */
export function readiness({
  transport,
  limiter,
  standBy,
}: Provider): () => Promise<'ok' | 'unproven'> {
  return async () => {
    const cause = limiter.stoppedBy()
    if (cause && standBy && !standBy.limiter.stoppedBy()) return 'ok'
    if (cause) throw new StoppedError(cause)
    return transport.provider === 'capture' || limiter.isProven() ? 'ok' : 'unproven'
  }
}
