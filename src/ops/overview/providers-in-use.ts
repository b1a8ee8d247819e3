import type { Channel } from '../../domain/message.ts'
import type { ProviderState } from '../../store/views/provider-states.ts'
import { providerName } from '../messages/provider-words.ts'
import { capital } from '../ui/capital.ts'

/** A provider that this process may hand messages to. */
export interface ProviderInUse {
  readonly provider: string
  readonly channel: Channel
  /** The stand-by takes over while the first one is stopped. */
  readonly role: 'first' | 'stand-by'
}

/** What stops a provider. */
export interface Stop {
  readonly cause: string
  /** From when on it was certain. */
  readonly since: Date | null
  readonly probeAt: Date | null
}

export interface ProviderNow extends ProviderInUse {
  /** Null while it works. */
  readonly stop: Stop | null
  /** Null: no limit is known. */
  readonly requestsPerSecond: number | null
  readonly lastSuccessAt: Date | null
  /** Whether the messages of its channel go to it now. */
  readonly takesMessages: boolean
}

/** The providers in use with their states, the first ones before the stand-bys. */
export function providersNow(
  inUse: readonly ProviderInUse[],
  states: readonly ProviderState[],
): readonly ProviderNow[] {
  const stateOf = (provider: string) => states.find((state) => state.provider === provider)
  const isStopped = (provider: string) => (stateOf(provider)?.stoppedBy ?? null) !== null
  const partnersOf = ({ channel, role }: ProviderInUse) =>
    inUse.filter((other) => other.channel === channel && other.role !== role)
  return inUse.map((one) => {
    const state = stateOf(one.provider)
    const stopped = isStopped(one.provider)
    const firstIsStopped = partnersOf(one).some(({ provider }) => isStopped(provider))
    return {
      ...one,
      stop:
        state && state.stoppedBy !== null
          ? { cause: state.stoppedBy, since: state.stoppedSince, probeAt: state.probeAt }
          : null,
      requestsPerSecond: state?.requestsPerSecond ?? null,
      lastSuccessAt: state?.lastSuccessAt ?? null,
      takesMessages: !stopped && (one.role === 'first' || firstIsStopped),
    }
  })
}

/** Whether no provider takes messages of the channel. */
export function isSilent(providers: readonly ProviderNow[], channel: Channel): boolean {
  const own = providers.filter((one) => one.channel === channel)
  return own.length > 0 && own.every(({ stop }) => stop !== null)
}

/** The name of a provider at the beginning of a sentence. */
export function nameOf(provider: string): string {
  return capital(providerName(provider))
}
