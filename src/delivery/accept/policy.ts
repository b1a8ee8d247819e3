import type { SettingsOf } from '../../domain/instance-settings.ts'
import type { Channel } from '../../domain/message.ts'
import type { LookUpNumber } from '../../domain/number-facts.ts'

/** What the operator decided about incoming events. */
export interface AcceptancePolicy {
  readonly welcomeEmail: boolean
  /** The rules of each Clerk instance. */
  readonly settingsOf: SettingsOf
  readonly lookUpNumber: LookUpNumber
  /** Whether numbers that cannot get an SMS are left out. */
  readonly checkNumbers: boolean
  /** Where Dashboard examples go; without one they are not sent, unless the channel is captured. */
  readonly testRecipients: Readonly<Partial<Record<Channel, string>>>
  readonly captured: Readonly<Record<Channel, boolean>>
  /** The recipient of a captured example that names none. */
  readonly exampleEmailAddress: string
}
