import type { StandBySettings } from '../config/stand-by-settings.ts'

/** The name of a stand-by in the ledger. A second account of a provider is a provider of its own. */
export function standByName({ transport }: Pick<StandBySettings, 'transport'>): string {
  return transport === 'resend' ? 'resend-standby' : transport
}
