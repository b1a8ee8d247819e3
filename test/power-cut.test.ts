import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type PowerCutOptions, runPowerCuts } from './power/run-power-cuts.ts'
import { FULL } from './support/full.ts'

const CUTS = FULL ? 300 : 20

describe('power cuts on the embedded engine', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bellhop-power-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  const run = (options: Pick<PowerCutOptions, 'fsync' | 'cuts' | 'stopAtFailure'>) =>
    runPowerCuts({
      seed: 1,
      folder: join(folder, 'engine'),
      start: inject('pgliteFiles'),
      ...options,
    })

  it(
    `lose nothing that was acknowledged, and nothing is sent twice (cuts: ${CUTS})`,
    async () => {
      const result = await run({ fsync: true, cuts: CUTS })
      expect(result.failures).toEqual([])
      expect(result.cuts).toBe(CUTS)
      expect(result.acknowledged).toBeGreaterThan(CUTS)
    },
    CUTS * 15_000,
  )

  // Shows that these cuts find what is not synced.
  it('lose acknowledged messages or the database when nothing is synced', async () => {
    const { failures } = await run({ fsync: false, cuts: 20, stopAtFailure: true })
    expect(failures).not.toEqual([])
  }, 600_000)
})
