import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { type ChaosResult, runChaos } from './chaos/run-chaos.ts'
import { administer, databaseUrl } from './support/global-setup.ts'

// The short form; the long one is npm run chaos, after npm run build.
const common = { seed: 1, rounds: 3, entry: ['--import', 'tsx', 'src/main.ts'], sms: false }

function expectKept({ lost, sentTwice, messages }: ChaosResult): void {
  expect({ lost, sentTwice }).toEqual({ lost: [], sentTwice: [] })
  expect(messages).toBe(common.rounds * 6)
}

describe('a process that is killed again and again', () => {
  it('loses nothing and sends nothing twice on PGlite', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'bellhop-chaos-'))
    expectKept(
      await runChaos({ ...common, instances: 1, firstPort: 4350, env: { DATA_DIR: dataDir } }),
    )
    await rm(dataDir, { recursive: true })
  }, 180_000)

  it.skipIf(!inject('postgres'))(
    'nor do two of them on PostgreSQL',
    async () => {
      const server = inject('postgres')?.url ?? ''
      const name = `bellhop_test_chaos_${process.pid}`
      await administer(server, `create database "${name}"`)
      const env = { DATABASE_URL: databaseUrl(server, name) }
      expectKept(await runChaos({ ...common, instances: 2, firstPort: 4360, env }))
      await administer(server, `drop database "${name}" with (force)`)
    },
    180_000,
  )
})
