import type { Config } from '../config/config.ts'
import type { EmailSettings } from '../config/provider-settings.ts'
import { permitWithStandBy } from '../delivery/stand-by.ts'
import { createBacklog } from '../queue/backlog.ts'
import { sleep } from '../runtime/timers.ts'
import { createResendTransport } from '../transports/resend.ts'
import { createSmtpTransport } from '../transports/smtp.ts'
import type { Base } from './base.ts'
import type { OpenProvider, Provider, ProviderOptions } from './open-provider.ts'
import { standByName } from './stand-by-name.ts'

// Resend's lowest limit. Its first answer contains the real one.
const RESEND_STARTING_RATE = 2

export interface EmailProviderDeps extends Pick<Base, 'now' | 'warn'> {
  readonly openProvider: OpenProvider
  readonly openCapture: () => Promise<Provider>
}

/** Opens the provider of emails, and the one that stands by. */
export async function openEmailProvider(
  { email, emailStandBy }: Pick<Config, 'email' | 'emailStandBy'>,
  deps: EmailProviderDeps,
): Promise<Provider> {
  if (!emailStandBy) return openEmail(email, deps)
  const { rules, ...settings } = emailStandBy
  const second = { ...email, ...settings, from: email.from ?? '' }
  const [first, standBy] = await Promise.all([
    openEmail(email, deps, { standBy: rules, takenOverBy: standByName(settings) }),
    openEmail(second, deps, { provider: standByName(settings) }),
  ])
  const permit = permitWithStandBy(first, standBy, { rules, now: deps.now, sleep })
  const most = Math.max(first.most, standBy.most)
  const backlog = createBacklog(most * first.concurrency)
  return { ...first, standBy, permit, most, backlog }
}

function openEmail(
  settings: EmailSettings,
  { openProvider, openCapture, warn }: EmailProviderDeps,
  options: Partial<Pick<ProviderOptions, 'provider' | 'standBy' | 'takenOverBy'>> = {},
): Promise<Provider> {
  switch (settings.transport) {
    case 'resend': {
      const { provider = 'resend' } = options
      return openProvider({
        ...options,
        channel: 'email',
        provider,
        startingRate: RESEND_STARTING_RATE,
        open: (onHeaders) => createResendTransport({ ...settings, provider, onHeaders }),
      })
    }
    case 'smtp':
      return openProvider({
        ...options,
        channel: 'email',
        provider: 'smtp',
        startingRate: settings.rate,
        isRateSet: true,
        concurrency: settings.connections,
        open: (onHeaders) =>
          createSmtpTransport({
            ...settings,
            onHeaders,
            onCopyFailed: (code) =>
              warn(`An email was sent, but the server did not take its copy for bcc (${code}).`),
          }),
      })
    case 'capture':
      return openCapture()
  }
}
