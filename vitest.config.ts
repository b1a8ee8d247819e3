import { defineConfig } from 'vitest/config'
import { FULL } from './test/support/full.ts'

// In the long form these take minutes, and all processors. They run after the others, which have time limits.
const LONG = [
  'test/{abuse,chaos,power-cut,simulation}.test.ts',
  'test/delivery/welcome-pace.test.ts',
  'test/emails/accessibility.test.ts',
  'test/journeys/{killed,rolling-upgrade}.test.ts',
  'test/ops/every-page.test.ts',
]
// These start a process for each request, or build apps. Each of them runs alone.
const ALONE = ['test/serverless.test.ts', 'test/examples/**/*.test.ts']

/** Tests that run after those of a lower `order`, so many files at once. */
function group(name: string, order: number, maxWorkers: number, include: string[]) {
  const sequence = { groupOrder: order }
  const exclude = order === 0 ? [...LONG, ...ALONE] : []
  return { extends: true, test: { name, include, exclude, maxWorkers, sequence } } as const
}

export default defineConfig({
  test: {
    globalSetup: ['test/support/global-setup.ts'],
    // Tests of Bellhop do not depend on the settings file in the root, which is the operator's.
    env: { BELLHOP_CONFIG: 'off' },
    setupFiles: ['test/support/strict-console.ts'],
    // The files that run in one worker share its modules, because loading them takes longer than most
    // tests. So a test must undo whatever it changes in its process.
    isolate: false,
    // Only a test that hangs takes so long, also on a machine that is slow or busy.
    testTimeout: FULL ? 300_000 : 120_000,
    hookTimeout: FULL ? 300_000 : 120_000,
    // By default 50 ms for a second.
    expect: { poll: { interval: 100, timeout: FULL ? 60_000 : 30_000 } },
    projects: [
      // Many tests wait for a database or a deadline, not for the processor. The long run asks for more of it.
      group('short', 0, FULL ? 3 : 5, ['test/**/*.test.{ts,tsx}']),
      group('long', 1, FULL ? 3 : 5, LONG),
      group('alone', 2, 1, ALONE),
    ],
  },
})
