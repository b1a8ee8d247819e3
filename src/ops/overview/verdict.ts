import type { WaitingCode } from '../../store/views/backlog.ts'
import type { CodeTimes } from '../../store/views/day.ts'
import type { Lane } from '../../store/views/overview.ts'
import type { ProviderNow } from './providers-in-use.ts'

/** Something that is not well. */
export interface Verdict {
  readonly about:
    | 'database'
    | 'queue'
    | 'provider'
    | 'stand_by'
    | 'webhooks'
    | 'codes'
    | 'messages'
    | 'alert'
  /** `bad`: messages do not arrive. `warn`: they do, and somebody should look. */
  readonly tone: 'bad' | 'warn'
  readonly title: string
  readonly cause: string
  readonly since: Date | null
  /** What it means for the people who wait for messages. Empty if the title says it. */
  readonly means: string
  readonly link: { readonly to: string; readonly text: string }
}

/** An alert that has not ended, in words. */
export interface ShownAlert {
  readonly type: string
  readonly urgency: 'critical' | 'error' | 'warning' | 'info'
  readonly sentence: string
  readonly since: Date
  /** The path of the page that shows more. */
  readonly page: string
}

/** Everything that decides whether all is well. */
export interface Facts {
  readonly now: Date
  /** Whether the database takes a write and the queue answers. */
  readonly answers: { readonly database: boolean; readonly queue: boolean }
  readonly providers: readonly ProviderNow[]
  readonly codes: { readonly now: CodeTimes; readonly yesterday: CodeTimes }
  readonly oldestCode: WaitingCode | null
  readonly lanes: readonly Lane[]
  /** The webhooks with a bad signature since the last good one. */
  readonly refused: { readonly count: number; readonly latestAt: Date } | null
  readonly alerts: readonly ShownAlert[]
}

/** The link of what the checks explain. */
export const DOCTOR = { to: '/doctor', text: 'Run the checks' }
