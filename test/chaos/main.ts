import { parseArgs } from 'node:util'
import { runServerless } from '../serverless/run-serverless.ts'
import type { Engine } from '../support/engines.ts'
import { openHome } from '../support/home.ts'
import { hasPgBouncer } from '../support/pgbouncer.ts'
import { type ChaosOptions, type ChaosResult, runChaos } from './run-chaos.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '201' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
    only: { type: 'string' },
    /** Of `serverless`: how often the sweep is called, in seconds. */
    sweep: { type: 'string', default: '3' },
    dist: { type: 'boolean', default: false },
  },
})
const seed = Number(values.seed)

const SETUPS: Readonly<Record<string, (rounds: number) => Promise<ChaosResult>>> = {
  'PGlite, 1 instance': (rounds) => on('pglite', rounds, 1),
  'PostgreSQL, 1 instance': (rounds) => on('postgres', rounds, 1),
  'PostgreSQL, 3 instances': (rounds) => on('postgres', rounds, 3),
  'PostgreSQL, 2 instances, a mail server stands by': (rounds) => on('postgres', rounds, 2, 'smtp'),
  'PostgreSQL, 2 instances, an account stands by': (rounds) => on('postgres', rounds, 2, 'resend'),
}

const common = {
  seed,
  entry: values.dist ? ['../dist/src/main.js'] : ['--import', 'tsx', '../src/main.ts'],
  clearDoubts: true,
}

async function on(
  engine: Engine,
  rounds: number,
  instances: number,
  standBy?: ChaosOptions['standBy'],
): Promise<ChaosResult> {
  await using home = await openHome(engine)
  return await runChaos({
    ...common,
    rounds,
    instances,
    env: home.env,
    ...(standBy ? { standBy } : {}),
  })
}

/** p50 and p95 in seconds, and the number of values. */
function spread(sorted: readonly number[]): string {
  const at = (share: number) => ((sorted[Math.floor(share * sorted.length)] ?? 0) / 1000).toFixed(1)
  return `${at(0.5)} / ${at(0.95)} s (${sorted.length})`
}

function report(name: string, rounds: number, result: ChaosResult): void {
  const { lost, failed, emailsTwice, smsTwice, movedInDoubt, accidents, atPoints } = result
  const wrong = { lost, failed, emailsTwice, smsTwice, movedInDoubt, accidents }
  const counts = [
    rounds,
    result.kills,
    result.messages,
    lost.length,
    emailsTwice.length,
    smsTwice.length,
    movedInDoubt.length,
    result.atStandBy,
    result.unknownSms,
    result.unknownEmails,
    failed.length,
  ]
  const recovery = [spread(result.recoveries), spread(result.calmRecoveries)]
  console.log(`| ${[name, ...counts, ...recovery].join(' | ')} |`)
  checkPoints(atPoints, rounds)
  if (name.includes('stands by') && result.atStandBy === 0 && rounds >= 30) {
    console.log('  nothing went to the stand-by')
    process.exitCode = 1
  }
  complain(wrong)
}

/** An app on a serverless host, whose processes are killed and frozen. */
async function serverless(rounds: number): Promise<void> {
  if (!hasPgBouncer()) return
  console.log(`seed ${seed} (again: npm run chaos -- serverless --seed ${seed} --rounds ${rounds})`)
  const result = await runServerless({
    seed,
    rounds,
    sweepMs: Number(values.sweep) * 1000,
    clearDoubts: true,
    ...(values.dist
      ? { entry: '../../dist/src/index.js', imports: [] }
      : { entry: '../../src/index.ts', imports: ['--import', 'tsx'] }),
  })
  const { lost, failed, emailsTwice, smsTwice, illegal, stuck, atPoints } = result
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
  const counts: Readonly<Record<string, unknown>> = {
    rounds,
    killed: result.killed,
    frozen: result.frozen,
    thawed: result.thawed,
    sweeps: result.sweeps,
    messages: result.messages,
    lost: lost.length,
    failed: failed.length,
    'emails twice': emailsTwice.length,
    'SMS twice': smsTwice.length,
    'unknown SMS': result.unknownSms,
    'unknown emails': result.unknownEmails,
    'changes not allowed': illegal.length,
    stuck: stuck.length,
    'longest from the answer to the provider': seconds(result.longestMs),
    'from a kill or freeze to the provider, p50 / p95': spread(result.recoveries),
  }
  for (const [what, count] of Object.entries(counts)) console.log(`| ${what} | ${count} |`)
  checkPoints(atPoints, rounds)
  complain({ lost, failed, emailsTwice, smsTwice, illegal, stuck })
}

function checkPoints(atPoints: ChaosResult['atPoints'], rounds: number): void {
  const points = Object.entries(atPoints).map(([point, count]) => `${point} ${count}`)
  console.log(`  killed at: ${points.join(', ')}`)
  // A point that is never reached proves nothing. A run of few rounds may miss one by chance.
  const missed = points.filter((point) => point.endsWith(' 0'))
  if (missed.length > 0 && rounds >= 30) {
    console.log(`  never reached: ${missed.join(', ')}`)
    process.exitCode = 1
  }
}

function complain(wrong: Readonly<Record<string, readonly string[]>>): void {
  for (const [what, ids] of Object.entries(wrong)) {
    for (const id of ids) console.log(`  ${what}: ${id} (seed ${seed})`)
    if (ids.length > 0) process.exitCode = 1
  }
}

async function instances(): Promise<void> {
  const names = Object.keys(SETUPS).filter((name) => name.includes(values.only ?? ''))
  const each = Math.ceil(Number(values.rounds) / names.length)
  const only = values.only ? ` --only '${values.only}'` : ''
  console.log(
    `seed ${seed} (again: npm run chaos -- --seed ${seed} --rounds ${values.rounds}${only})`,
  )
  console.log(
    '| set-up | rounds | kills | messages | lost | emails twice | SMS twice | moved in doubt | at the stand-by | unknown SMS | unknown emails | failed | recovery p50 / p95 | the same, calm |',
  )
  console.log(`|${'---|'.repeat(14)}`)
  for (const name of names) {
    const run = SETUPS[name]
    if (run) report(name, each, await run(each))
  }
}

if (positionals[0] === 'serverless') await serverless(Number(values.rounds))
else await instances()
