import type { InstanceNames } from '../../domain/instance-names.ts'
import type { SettingsOf } from '../../domain/instance-settings.ts'
import { limitText } from '../../domain/sending-limits.ts'
import type { Db } from '../engine/database.ts'
import { countHeldBack, type HeldBackCount, segmentsOfDay } from './held-back.ts'

/** The limits of the settings. */
export interface LimitSettings {
  readonly settingsOf: SettingsOf
  readonly checkNumbers: boolean
  readonly dailySegments: number | null
  /** Null: as many as the provider takes. */
  readonly welcomesPerMinute: number | null
}

/** The limits of one instance, as the settings write them. */
export interface LimitsInForce {
  readonly codes: string
  readonly notices: string
  readonly smsNewRange: string
  readonly smsKnownRange: string
  /** Null: all countries. */
  readonly smsCountries: readonly string[] | null
}

/** What applies, and what it held back of the messages of the last 24 hours. */
export interface Limits {
  readonly general: LimitsInForce
  /** The instances that the settings file has. */
  readonly instances: readonly (LimitsInForce & {
    readonly id: string
    readonly name: string | null
  })[]
  readonly checkNumbers: boolean
  readonly dailySegments: number | null
  readonly welcomesPerMinute: number | null
  /** Sent on this day (UTC). */
  readonly segmentsToday: number
  readonly heldBack: readonly HeldBackCount[]
}

export async function readLimits(
  db: Db,
  { settingsOf, ...settings }: LimitSettings,
  { ids, nameOf }: InstanceNames,
  now: Date,
): Promise<Limits> {
  const of = (instanceId: string | null): LimitsInForce => {
    const { limits, smsCountries } = settingsOf(instanceId)
    return {
      codes: limitText(limits.codes),
      notices: limitText(limits.notices),
      smsNewRange: limitText(limits.newRange),
      smsKnownRange: limitText(limits.knownRange),
      smsCountries: smsCountries ?? null,
    }
  }
  return {
    general: of(null),
    instances: ids.map((id) => ({ id, name: nameOf(id), ...of(id) })),
    ...settings,
    segmentsToday: await segmentsOfDay(db, now),
    heldBack: await countHeldBack(db, now),
  }
}
