import type { BrandOverrides } from './brand.ts'
import type { Channel } from './message.ts'
import { NO_LIMITS, type SendingLimits } from './sending-limits.ts'

/** What the operator decided about the messages of one slug. */
export interface MessageRule {
  /** Our template, Clerk's own text, or nothing is sent. Default `own`. */
  readonly use?: 'own' | 'clerk' | 'off' | undefined
  /** How long the message is worth sending, in milliseconds from the event. */
  readonly lifetimeMs?: number | undefined
  readonly priority?: number | undefined
}

/** Who an email comes from, where these differ from the transport's own. */
export interface Sender {
  /** `Acme <auth@acme.com>` */
  readonly from?: string | undefined
  readonly replyTo?: string | undefined
  readonly bcc?: string | undefined
}

/** What applies to the messages of one Clerk instance. */
export interface InstanceSettings {
  /** A name for people, such as `Staging`. */
  readonly name?: string | undefined
  /** `[Staging]`: stands in messages in the place of Clerk's `[Development]`. */
  readonly mark?: string | undefined
  readonly brand: BrandOverrides
  readonly limits: SendingLimits
  /** The countries whose numbers get SMS (ISO 3166); undefined: all. */
  readonly smsCountries?: readonly string[] | undefined
  ruleOf(channel: Channel, slug: string | null): MessageRule
  senderOf(slug: string | null): Sender
  /** The subject of an email, with `{names}` of Clerk's variables in it. */
  subjectOf(slug: string | null): string | undefined
}

/** The settings of the instance with this id; the general ones for any other. */
export type SettingsOf = (instanceId: string | null) => InstanceSettings

/** Nothing but a brand was decided, and nothing is limited. */
export function onlyBrand(brand: BrandOverrides = {}): InstanceSettings {
  return {
    brand,
    limits: NO_LIMITS,
    ruleOf: () => ({}),
    senderOf: () => ({}),
    subjectOf: () => undefined,
  }
}
