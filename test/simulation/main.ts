import { parseArgs } from 'node:util'
import { PGlite } from '@electric-sql/pglite'
import { openPgliteInstance } from '../../src/store/engine/open-pglite.ts'
import { installTransitionGuard } from '../support/transition-guard.ts'
import { runSeed } from './run-seed.ts'

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' } },
})
const first = Number(values.seed)
const count = Number(values.seeds)

const pglite = new PGlite()
const database = await openPgliteInstance(pglite)
await installTransitionGuard(database.db)
const started = performance.now()
let failed = 0
let events = 0
let crashes = 0
for (let seed = first; seed < first + count; seed++) {
  const result = await runSeed(pglite, seed)
  events += result.events
  crashes += result.crashes
  if (result.violations.length > 0) {
    failed++
    console.log(`seed ${seed}:\n  ${result.violations.join('\n  ')}`)
    console.log(`  again: npm run simulate -- --seed ${seed} --seeds 1`)
  }
  if ((seed - first + 1) % 1000 === 0) console.log(`${seed - first + 1} seeds, ${failed} failed`)
}
const minutes = (performance.now() - started) / 60_000
console.log(
  `${count} seeds (${events} events, ${crashes} crashes), ${failed} failed, ${Math.round(count / minutes)} seeds per minute`,
)
await database.close()
process.exitCode = failed > 0 ? 1 : 0
