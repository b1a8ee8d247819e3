import { expect, it } from 'vitest'
import { openPgliteInstance } from '../src/store/engine/open-pglite.ts'
import { runSeed } from './simulation/run-seed.ts'
import { loadPglite } from './support/engines.ts'
import { FULL } from './support/full.ts'

const SEEDS = FULL ? 600 : 25

// Many more seeds: npm run simulate -- --seeds 10000
it(
  `keeps its promises through ${SEEDS} seeds of crashes and faults`,
  async () => {
    const pglite = await loadPglite('pgliteFiles')
    const database = await openPgliteInstance(pglite)
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { violations } = await runSeed(pglite, seed)
      expect(violations, `npm run simulate -- --seed ${seed} --seeds 1`).toEqual([])
    }
    await database.close()
  },
  SEEDS * 3_000,
)
