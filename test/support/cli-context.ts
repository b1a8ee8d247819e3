import { setTimeout as delay } from 'node:timers/promises'
import type { CliWorld } from '../../src/cli/context.ts'
import { type CliSettings, readCliSettings, readConfig } from '../../src/config/config.ts'
import { openOfflineTools } from '../../src/wiring/offline.ts'

/** What a test changes in the world of a command. */
export interface Changes extends Partial<Omit<CliWorld, 'settings'>> {
  readonly settings?: Partial<CliSettings>
}

/** The world of a command, with nothing configured and nobody at the terminal, except for the changes. */
export function cliContext({ settings, ...changes }: Changes): CliWorld {
  return {
    settings: { ...readCliSettings({}), dataDir: '/nowhere', ...settings },
    offlineTools: async () => openOfflineTools(readConfig({})),
    doctorChecks: async () => [],
    testAlert: async () => [],
    migrate: async () => {},
    checkLimitMs: 5_000,
    ask: null,
    wait: (ms, signal) => delay(ms, undefined, { signal }),
    untilStopped: () => new AbortController().signal,
    fetch,
    now: () => new Date(),
    random: Math.random,
    print: () => {},
    complain: () => {},
    paint: (_, __, text) => text,
    ...changes,
  }
}
