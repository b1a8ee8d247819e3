import type { Config } from '../config/config.ts'
import type { Channel } from '../domain/message.ts'
import { type Proof, StoppedError } from '../http/health.ts'
import { saveCaptured } from '../store/views/captured-messages.ts'
import { createCaptureTransport } from '../transports/capture.ts'
import { createTwilioTransport } from '../transports/twilio.ts'
import type { Base } from './base.ts'
import { openEmailProvider } from './email-provider.ts'
import { type OnChange, type OpenProvider, type Provider, providerOpener } from './open-provider.ts'
import type { Store } from './store.ts'

export interface ProviderEvents {
  /** A captured message was stored. */
  readonly onCaptured: () => void
  readonly onChange: OnChange
}

/** Opens the configured provider of each channel. */
export async function openProviders(
  config: Config,
  base: Base,
  store: Store,
  { onCaptured, onChange }: ProviderEvents,
): Promise<Provider[]> {
  const openProvider = providerOpener(base, store, onChange)

  function openCapture(channel: Channel): Promise<Provider> {
    return openProvider({
      channel,
      provider: `capture-${channel}`,
      startingRate: null,
      open: () =>
        createCaptureTransport({
          channel,
          async keep(message) {
            await saveCaptured(store.db, message, base.now())
            onCaptured()
          },
        }),
    })
  }

  return Promise.all([
    openEmailProvider(config, {
      ...base,
      openProvider,
      openCapture: () => openCapture('email'),
    }),
    config.sms.transport === 'twilio' ? openTwilio(config, base, openProvider) : openCapture('sms'),
  ])
}

function openTwilio(
  { sms, publicUrl }: Config,
  { warn }: Base,
  openProvider: OpenProvider,
): Promise<Provider> {
  if (sms.transport !== 'twilio') throw new TypeError('SMS are not sent with Twilio.')
  return openProvider({
    channel: 'sms',
    provider: 'twilio',
    startingRate: null,
    open: (onHeaders) =>
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
  })
}

/** All providers of these channels, those that stand by included. */
export function allProviders(providers: readonly Provider[]) {
  return providers.flatMap(({ transport, limiter, standBy }) => [
    { transport, limiter },
    ...(standBy ? [standBy] : []),
  ])
}

/**
 * Whether messages go out: fails with the cause while the provider is stopped and none stands by. Until it has
 * accepted a message, `proofOf` says what else is known.
 */
export function readiness(
  { transport, limiter, standBy }: Provider,
  proofOf: (channel: Channel) => Proof,
): () => Promise<Proof> {
  return async () => {
    const cause = limiter.stoppedBy()
    if (cause && standBy && !standBy.limiter.stoppedBy()) return 'ok'
    if (cause) throw new StoppedError(cause)
    if (transport.provider === 'capture' || limiter.isProven()) return 'ok'
    return proofOf(transport.channel)
  }
}
