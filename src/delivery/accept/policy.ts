import type { SettingsOf } from '../../domain/instance-settings.ts'
import type { Channel } from '../../domain/message.ts'

/** What the operator decided about incoming events. */
export interface AcceptancePolicy {
  readonly welcomeEmail: boolean
  /** The rules of each Clerk instance. */
  readonly settingsOf: SettingsOf
  /** Where Dashboard examples go; without one they are not sent, unless the channel is captured. */
  readonly testRecipients: Readonly<Partial<Record<Channel, string>>>
  readonly captured: Readonly<Record<Channel, boolean>>
  /** The recipient of a captured example that names none. */
  readonly exampleEmailAddress: string
}
