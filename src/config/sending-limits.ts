import { DEFAULT_LIMITS, type SendingLimits } from '../domain/sending-limits.ts'
import type { LimitSettings } from './settings-file.ts'

/** The limits that the environment sets, or one layer of the settings file. */
export type LimitLayer = {
  readonly [Name in keyof SendingLimits]?: SendingLimits[Name] | undefined
}

/** The limits of the first layer that has them, or the defaults. */
export function sendingLimits(...layers: readonly LimitLayer[]): SendingLimits {
  const first = <Name extends keyof SendingLimits>(name: Name): SendingLimits[Name] =>
    layers.find((layer) => layer[name])?.[name] ?? DEFAULT_LIMITS[name]
  return {
    codes: first('codes'),
    notices: first('notices'),
    newRange: first('newRange'),
    knownRange: first('knownRange'),
  }
}

export function limitLayer(limits: LimitSettings = {}): LimitLayer {
  const { codes, notices, smsNewRange, smsKnownRange } = limits
  return { codes, notices, newRange: smsNewRange, knownRange: smsKnownRange }
}
