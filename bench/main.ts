// npm run bench [-- figure ...]: measures all figures, or those named, and prints them as one table.
// 70 minutes for all of them; nothing else should run meanwhile.
import { measureAccepted } from './figures/accepted.ts'
import { measureBurst } from './figures/burst.ts'
import { measureColdStart } from './figures/cold-start.ts'
import { measureIdleMemory } from './figures/idle-memory.ts'
import { measureInstances } from './figures/instances.ts'
import { measureLane } from './figures/lane.ts'
import { measureLatency } from './figures/latency.ts'
import { measureLedgerGrowth } from './figures/ledger-growth.ts'
import { measureOutage } from './figures/outage.ts'
import { measurePages } from './figures/pages.ts'
import { measureRendering } from './figures/rendering.ts'
import { measureServerless } from './figures/serverless.ts'
import { measureStorm } from './figures/storm.ts'
import { measureSustained } from './figures/sustained.ts'
import { machine } from './support/machine.ts'
import { BELLHOP, GUIDE, QUEUE, SYSTEMS, type System } from './support/systems.ts'

interface Row {
  readonly figure: string
  readonly goal: string
  readonly cells: ReadonlyMap<System, string>
}

interface Figure {
  readonly name: string
  measure(): Promise<Measured>
}

interface Measured {
  readonly rows: readonly Row[]
  /** Lines of a table of its own. */
  readonly table?: readonly string[]
}

// OUTAGE_MINUTES=3 for a shorter one.
const OUTAGE_MINUTES = Number(process.env.OUTAGE_MINUTES ?? 10)
const SUSTAINED_MINUTES = { ours: 10, baseline: 1 }

const FIGURES: readonly Figure[] = [
  oneRow('accepted', 'webhooks accepted, 9 KB each, 50 connections', {
    goal: '1,500/s PGlite, 2,000/s PostgreSQL, 3 x the queue',
    measure: measureAccepted,
  }),
  oneRow('latency', 'webhook to provider, 50/s, provider answers in 50 ms', {
    goal: 'PostgreSQL p50 5 ms, PGlite p50 7 ms; p99 25 ms; below the queue',
    measure: measureLatency,
  }),
  {
    name: 'burst',
    async measure() {
      const cells = await inTurn(BELLHOP, measureBurst)
      // They wait for the provider nearly all of the time.
      await Promise.all(
        [...QUEUE, GUIDE].map(async (system) => cells.set(system, await measureBurst(system))),
      )
      const figure = '1,000 codes at once, provider takes 2 requests/s: last one accepted'
      return { rows: [{ figure, goal: '8 s', cells }] }
    },
  },
  oneRow('lane', 'one code per second, 5,000 emails waiting, 10 requests/s: webhook to provider', {
    goal: 'p99 300 ms',
    measure: measureLane,
    systems: [...BELLHOP, ...QUEUE],
  }),
  {
    name: 'storm',
    async measure() {
      const measured = await inTurn(BELLHOP, measureStorm)
      const cells = (key: 'codes' | 'welcomes') =>
        new Map([...measured].map(([system, result]) => [system, result[key]]))
      const figure = '10,000 sign-ups in a minute, one code per second: webhook to provider'
      return {
        rows: [
          { figure, goal: 'p99 300 ms, as `lane`', cells: cells('codes') },
          {
            figure: 'the same: welcomes sent, WELCOME_PACE=600',
            goal: '600 in 60 s',
            cells: cells('welcomes'),
          },
        ],
      }
    },
  },
  oneRow('cold-start', 'start to /readyz 200', {
    goal: 'PGlite new 2.5 s, existing 0.8 s; PostgreSQL 0.5 s',
    measure: measureColdStart,
    systems: BELLHOP,
  }),
  oneRow('idle', 'memory of the process, 60 s after the start', {
    goal: 'PGlite 280 MB, PostgreSQL 130 MB',
    measure: measureIdleMemory,
    systems: BELLHOP,
  }),
  {
    name: 'ledger',
    async measure() {
      const measured = await inTurn(BELLHOP, measureLedgerGrowth)
      const cells = (key: 'bytes' | 'accepted' | 'page') =>
        new Map([...measured].map(([system, result]) => [system, result[key]]))
      const goal = 'at most 20 % slower'
      return {
        rows: [
          { figure: 'ledger, per finished message', goal: '', cells: cells('bytes') },
          { figure: 'ledger: webhooks accepted', goal, cells: cells('accepted') },
          { figure: 'ledger: page of a message, p50', goal, cells: cells('page') },
        ],
      }
    },
  },
  {
    name: 'pages',
    async measure() {
      const table = ['| pages of a ledger with 1,000,000 messages, PostgreSQL | |', '|---|---|']
      for (const row of await measurePages()) table.push(line(row))
      return { rows: [], table }
    },
  },
  {
    name: 'sustained',
    async measure() {
      const minutes = (system: System) =>
        BELLHOP.includes(system) ? SUSTAINED_MINUTES.ours : SUSTAINED_MINUTES.baseline
      const systems = [...BELLHOP, ...QUEUE]
      const measured = await inTurn(systems, (system) => measureSustained(system, minutes(system)))
      const cells = (key: 'backlog' | 'memory' | 'cpu') =>
        new Map([...measured].map(([system, result]) => [system, result[key]]))
      const memory = 'PGlite 400 MB, PostgreSQL 220 MB, no growth'
      const cpu = 'PGlite 3.3 ms, PostgreSQL 1.4 + 2.2 ms; below the queue'
      return {
        rows: [
          { figure: '200 mixed events/s: backlog', goal: 'no growth', cells: cells('backlog') },
          { figure: 'the same: memory of the process', goal: memory, cells: cells('memory') },
          { figure: 'the same: processor time per message', goal: cpu, cells: cells('cpu') },
        ],
      }
    },
  },
  {
    name: 'instances',
    async measure() {
      const table = ['| instances on one PostgreSQL | |', '|---|---|']
      for (const count of [1, 2, 3]) table.push(line([`${count}`, await measureInstances(count)]))
      return { rows: [], table }
    },
  },
  {
    name: 'serverless',
    async measure() {
      const table = ['| an app on a serverless host | |', '|---|---|']
      for (const row of await measureServerless()) table.push(line(row))
      return { rows: [], table }
    },
  },
  {
    name: 'outage',
    async measure() {
      // At the same time: they wait nearly all of the time.
      const [alone, standBy] = await Promise.all(
        [false, true].map((withStandBy) => measureOutage(OUTAGE_MINUTES, withStandBy)),
      )
      const table = [
        line([
          `Resend unreachable for ${OUTAGE_MINUTES} min, 20 codes/s`,
          'codes',
          'within 30 s',
          'a minute after it',
        ]),
        line(['---', '---', '---', '---']),
      ]
      for (const [name, result] of [
        ['no stand-by', alone],
        ['a stand-by', standBy],
      ] as const) {
        if (result) table.push(line([name, `${result.posted}`, result.soon, result.inTheEnd]))
      }
      return { rows: [], table }
    },
  },
  {
    name: 'rendering',
    async measure() {
      const { ours, plain, lines } = await measureRendering()
      const cell = (system: System) =>
        BELLHOP.includes(system) ? ours : `${plain} (render() + toPlainText())`
      const cells = new Map(SYSTEMS.map((system) => [system, cell(system)]))
      const figure = 'one email written, over all templates'
      return { rows: [{ figure, goal: '', cells }], table: lines }
    },
  },
]

function oneRow(
  name: string,
  figure: string,
  options: {
    readonly goal: string
    readonly measure: (system: System) => Promise<string>
    readonly systems?: readonly System[]
  },
): Figure {
  const { goal, measure, systems = SYSTEMS } = options
  return {
    name,
    measure: async () => ({ rows: [{ figure, goal, cells: await inTurn(systems, measure) }] }),
  }
}

async function inTurn<Result>(
  systems: readonly System[],
  measure: (system: System) => Promise<Result>,
): Promise<Map<System, Result>> {
  const results = new Map<System, Result>()
  for (const system of systems) {
    const result = await measure(system)
    console.error(system.name, result)
    results.set(system, result)
  }
  return results
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

const names = FIGURES.map(({ name }) => name)
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !names.includes(name))
if (unknown.length > 0) {
  console.error(`No such figure: ${unknown.join(', ')}. There are: ${names.join(', ')}.`)
  process.exit(2)
}

const results: Measured[] = []
for (const { name, measure } of FIGURES) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  console.error(`${new Date().toISOString()} ${name}`)
  try {
    results.push(await measure())
  } catch (error) {
    // The others are worth an hour.
    console.error(error)
    process.exitCode = 1
  }
}

console.log(`\n${await machine()}\n`)
console.log(line(['figure', 'to reach', ...SYSTEMS.map(({ name }) => name)]))
console.log(line(['---', '---', ...SYSTEMS.map(() => '---')]))
for (const { figure, goal, cells } of results.flatMap(({ rows }) => rows)) {
  console.log(line([figure, goal, ...SYSTEMS.map((system) => cells.get(system) ?? '–')]))
}
for (const { table } of results) if (table) console.log(`\n${table.join('\n')}`)
