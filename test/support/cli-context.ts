import { setTimeout as delay } from 'node:timers/promises'
import type { CliContext } from '../../src/cli/context.ts'
import { type CliSettings, readCliSettings, readConfig } from '../../src/config/config.ts'
import { openOfflineTools } from '../../src/wiring/offline.ts'

interface Changes extends Partial<Omit<CliContext, 'settings'>> {
  readonly settings?: Partial<CliSettings>
}

/** The world of a command, with nothing configured and nobody at the terminal, except for the changes. */
export function cliContext({ settings, ...changes }: Changes): CliContext {
  return {
    settings: { ...readCliSettings({}), dataDir: '/nowhere', ...settings },
    offlineTools: async () => openOfflineTools(readConfig({})),
    doctorChecks: async () => [],
    testAlert: async () => [],
    checkLimitMs: 5_000,
    ask: null,
    wait: (ms) => delay(ms),
    fetch,
    now: () => new Date(),
    random: Math.random,
    print: () => {},
    complain: () => {},
    ...changes,
  }
}
