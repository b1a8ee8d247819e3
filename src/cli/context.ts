import type { CliSettings } from '../config/config.ts'
import type { Check } from '../doctor/check.ts'
import type { PostOutcome } from '../domain/alert-target.ts'
import type { SettingsOf } from '../domain/instance-settings.ts'
import type { Channel } from '../domain/message.ts'
import type { Render } from '../domain/template.ts'
import type { Transport } from '../domain/transport.ts'
import type { Line, Paint } from './line.ts'

/** Renders and sends messages without a service, but with its configuration. */
export interface OfflineTools {
  readonly defaultLocale: string
  readonly render: Render
  /** The error of a template in one line, with the name of its file. */
  readonly describeFailure: (error: unknown) => string
  /** The slugs that have a template. */
  readonly slugs: (channel: Channel) => Promise<readonly string[]>
  /** The variables of Clerk's event that the template of a slug cannot do without. */
  readonly requiredVariables: (channel: Channel, slug: string) => Promise<readonly string[]>
  /** The languages that messages may be written in. */
  readonly languages: readonly string[]
  /** The Clerk instances that have settings. */
  readonly instances: readonly string[]
  readonly settingsOf: SettingsOf
  /** What is wrong with the operator's words. */
  readonly wordFaults: () => readonly {
    readonly language: string
    readonly level: 'error' | 'warning'
    readonly message: string
  }[]
  /** The `{names}` in the operator's subject that the variables have no value for. */
  readonly namesWithoutValue: (
    subject: string | undefined,
    variables: Readonly<Record<string, unknown>>,
  ) => readonly string[]
  readonly hasCatalogueFor: (locale: string) => boolean
  /** Null for a channel in capture mode. */
  readonly transports: Readonly<Record<Channel, Transport | null>>
}

/** What came of a test alert at one target, which is named without its address. */
export interface TestAlertPost {
  readonly target: string
  readonly outcome: PostOutcome
}

/** Everything that the commands need from outside. */
export interface CliWorld {
  readonly settings: CliSettings
  /** Rejects with a ConfigError. */
  readonly offlineTools: () => Promise<OfflineTools>
  /** The checks of the set-up, of which one asks the service at `url`. */
  readonly doctorChecks: (url: string) => Promise<readonly Check[]>
  /** How long each check may take, in milliseconds. */
  readonly checkLimitMs: number
  /** Migrates the PostgreSQL database at this address. Rejects with a StartError that says what to do. */
  readonly migrate: (databaseUrl: string) => Promise<void>
  /** Sends a test alert to each target of alerts. Rejects with a ConfigError. */
  readonly testAlert: () => Promise<readonly TestAlertPost[]>
  /** Asks the person at the terminal for one line. Null if there is nobody to answer. */
  readonly ask: ((question: string) => Promise<string>) | null
  readonly fetch: typeof fetch
  readonly now: () => Date
  readonly random: () => number
  /** Resolves after so many milliseconds. Rejects when the signal is aborted. */
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>
  /**
   * For a command that does not end by itself: the signal is aborted by Ctrl-C, by SIGTERM, and when nobody
   * reads the output any more.
   */
  readonly untilStopped: () => AbortSignal
  /** Prints one line on stdout. */
  readonly print: (line: string) => void
  /** Prints one line on stderr. */
  readonly complain: (line: string) => void
  readonly paint: Paint
}

/** The same for one command: it prints lines with colours. */
export interface CliContext extends Omit<CliWorld, 'print' | 'complain' | 'paint'> {
  readonly print: (line: Line) => void
  readonly complain: (line: Line) => void
}
