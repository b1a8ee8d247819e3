import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { MESSAGES_PER_ROUND } from './chaos/round.ts'
import { type ChaosResult, runChaos } from './chaos/run-chaos.ts'
import { administer, databaseUrl } from './support/global-setup.ts'

// The short form; the long one is npm run chaos.
const common = {
  seed: 1,
  rounds: 6,
  entry: ['--import', 'tsx', 'src/main.ts'],
  clearDoubts: false,
}

function expectKept(result: ChaosResult): void {
  const { lost, failed, twiceAtResend, twiceAtTwilio, accidents, messages, atPoints } = result
  expect({ lost, failed, twiceAtResend, twiceAtTwilio, accidents }).toEqual({
    lost: [],
    failed: [],
    twiceAtResend: [],
    twiceAtTwilio: [],
    accidents: [],
  })
  expect(messages).toBe(common.rounds * MESSAGES_PER_ROUND)
  expect(Object.values(atPoints).some((count) => count > 0)).toBe(true)
}

describe('a process that is killed again and again', () => {
  it('loses nothing and sends nothing twice on PGlite', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'bellhop-chaos-'))
    try {
      expectKept(await runChaos({ ...common, instances: 1, env: { DATA_DIR: dataDir } }))
    } finally {
      await rm(dataDir, { recursive: true, force: true })
    }
  }, 180_000)

  it.skipIf(!inject('postgres'))(
    'nor do two of them on PostgreSQL',
    async () => {
      const server = inject('postgres')?.url ?? ''
      const name = `bellhop_test_chaos_${process.pid}`
      await administer(server, `create database "${name}"`)
      try {
        const env = { DATABASE_URL: databaseUrl(server, name) }
        expectKept(await runChaos({ ...common, instances: 2, env }))
      } finally {
        await administer(server, `drop database "${name}" with (force)`)
      }
    },
    180_000,
  )
})
