import type { Random } from '../simulation/random.ts'
import { openResendServer } from '../support/resend-server.ts'
import { openSmtpServer, type SmtpFault } from '../support/smtp-server.ts'
import { smtpUrlTo } from '../support/smtp-url.ts'
import { doubtfulFault } from './email-faults.ts'

/** An email that arrived at a provider. */
export interface Arrival {
  /** The id of its message. */
  readonly id: string | undefined
  readonly to: string | undefined
  readonly at: Date
}

/** The second provider of emails, and what can go wrong with it. */
export interface StandBy {
  readonly url: string
  /** The environment that makes Bellhop use it, behind a proxy at this port. */
  env(port: number): Readonly<Record<string, string>>
  arrived(): readonly Arrival[]
  /** Takes nothing for now. */
  deferAll(): void
  /** The next messages end in doubt, taken or not. */
  lie(random: Random): void
  clear(): void
  close(): Promise<void>
}

export const STAND_BYS = { smtp: openMailServer, resend: openSecondAccount } as const

const KEY = 're_standby'
const LIES = 3

async function openSecondAccount(): Promise<StandBy> {
  const { url, accepted, faults, close } = await openResendServer({ apiKey: KEY })
  return {
    url,
    env: (port) => ({
      EMAIL_STANDBY: 'resend',
      RESEND_STANDBY_API_KEY: KEY,
      RESEND_STANDBY_BASE_URL: `http://127.0.0.1:${port}`,
    }),
    arrived: () => accepted.map(({ tags, to, at }) => ({ id: tags.message_id, to: to[0], at })),
    deferAll: () => faults.when(() => ({ kind: 'answer', status: 429 })),
    lie: (random) => faults.next(...Array.from({ length: LIES }, () => doubtfulFault(random))),
    clear: () => faults.clear(),
    close,
  }
}

async function openMailServer(): Promise<StandBy> {
  const server = await openSmtpServer()
  return {
    url: `smtp://127.0.0.1:${server.port}`,
    env: (port) => ({ EMAIL_STANDBY: 'smtp', SMTP_URL: smtpUrlTo(port) }),
    arrived: () =>
      server.arrived.map(({ mail, to, at }) => ({
        id: /^<([^@]+)@/.exec(mail.messageId ?? '')?.[1],
        to: to[0],
        at,
      })),
    deferAll: () => server.failAlways({ at: 'MAIL', reply: '451 4.3.0 Try again later' }),
    lie(random) {
      const lie = (): SmtpFault => ({ at: 'DOT', ends: 'broken', kept: random.chance(0.5) })
      server.fail(...Array.from({ length: LIES }, lie))
    },
    clear: () => server.clear(),
    close: () => server.close(),
  }
}
