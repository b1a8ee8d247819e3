import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    globalSetup: ['test/support/global-setup.ts'],
    // Tests of Bellhop do not depend on the settings file in the root, which is the operator's.
    env: { BELLHOP_CONFIG: 'off' },
    setupFiles: ['test/support/strict-console.ts'],
    // The files that run in one worker share its modules, because loading them takes longer than most
    // tests. So a test must undo whatever it changes in its process.
    isolate: false,
    // Many tests wait for a database or a deadline, not for the processor.
    maxWorkers: 5,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // By default 50 ms for a second.
    expect: { poll: { interval: 100, timeout: 20_000 } },
  },
})
