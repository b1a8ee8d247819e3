import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { administer, databaseUrl } from '../support/global-setup.ts'
import { type ChaosResult, runChaos } from './run-chaos.ts'

const SERVER = process.env.TEST_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '210' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
    only: { type: 'string' },
  },
})
const seed = Number(values.seed)
const rounds = Math.ceil(Number(values.rounds) / (values.only ? 1 : 3))

const common = { seed, rounds, entry: ['dist/src/main.js'], sms: true }

const SETUPS: Readonly<Record<string, () => Promise<ChaosResult>>> = {
  'PGlite, 1 instance': onPglite,
  'PostgreSQL, 1 instance': () => onPostgres(1),
  'PostgreSQL, 3 instances': () => onPostgres(3),
}

async function onPglite(): Promise<ChaosResult> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bellhop-chaos-'))
  try {
    return await runChaos({ ...common, instances: 1, firstPort: 4310, env: { DATA_DIR: dataDir } })
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function onPostgres(instances: number): Promise<ChaosResult> {
  const name = `bellhop_chaos_${process.pid}_${instances}`
  await administer(SERVER, `create database "${name}"`)
  try {
    const env = { DATABASE_URL: databaseUrl(SERVER, name) }
    return await runChaos({ ...common, instances, firstPort: 4320, env })
  } finally {
    await administer(SERVER, `drop database "${name}" with (force)`)
  }
}

console.log(`seed ${seed} (again: npm run chaos -- --seed ${seed} --rounds ${values.rounds})`)
console.log('| set-up | rounds | messages | lost | sent twice | unknown | recovery p50 | p95 |')
console.log('|---|---|---|---|---|---|---|---|')
for (const [name, run] of Object.entries(SETUPS)) {
  if (values.only && !name.startsWith(values.only)) continue
  const result = await run()
  const { recoveries, lost, sentTwice } = result
  const at = (share: number) =>
    `${((recoveries[Math.floor(share * recoveries.length)] ?? 0) / 1000).toFixed(1)} s`
  console.log(
    `| ${name} | ${result.rounds} | ${result.messages} | ${lost.length} | ${sentTwice.length} | ${result.unknown} | ${at(0.5)} | ${at(0.95)} |`,
  )
  for (const id of lost) console.log(`lost: ${id}`)
  for (const id of sentTwice) console.log(`sent twice: ${id}`)
  if (lost.length + sentTwice.length > 0) process.exitCode = 1
}
