import type { Channel } from '../domain/message.ts'
import type { Render } from '../domain/template.ts'
import type { Transport } from '../domain/transport.ts'

/** What writes and sends messages by itself, as the service is configured to. */
export interface Workbench {
  readonly defaultLocale: string
  readonly render: Render
  /** What went wrong in a template: in one line, with its file. */
  readonly describeFailure: (error: unknown) => string
  /** Of the templates there are. */
  readonly slugs: (channel: Channel) => Promise<readonly string[]>
  readonly hasWordsFor: (locale: string) => boolean
  /** Null where the channel is captured. */
  readonly transports: Readonly<Record<Channel, Transport | null>>
}

/** All that a command takes from and gives to the world. */
export interface CliContext {
  readonly settings: {
    readonly url: string
    readonly signingSecrets: readonly string[]
    readonly opsToken: string | undefined
    readonly dataDir: string
  }
  /** Throws a ConfigError. */
  readonly workbench: () => Workbench
  readonly fetch: typeof fetch
  readonly now: () => Date
  readonly random: () => number
  /** One line on stdout. */
  readonly print: (line: string) => void
  /** One line on stderr. */
  readonly complain: (line: string) => void
}
