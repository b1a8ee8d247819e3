import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OPS_TOKEN, SECRET } from '../../test/support/bellhop.ts'
import { administer, databaseUrl } from '../../test/support/global-setup.ts'
import { type Service, startService } from './service.ts'

export type Engine = 'pglite' | 'postgres'

/** Where a system keeps what it knows; empty at first, gone in the end. */
export interface Home extends AsyncDisposable {
  readonly engine: Engine
  /** `DATABASE_URL` or `DATA_DIR`. */
  readonly env: Readonly<Record<string, string>>
}

/** Something that takes Clerk's events and sends emails: Bellhop, or what people would write instead. */
export interface System {
  /** The column of the table that its figures stand in. */
  readonly name: string
  /** Null for one that keeps nothing. */
  readonly engine: Engine | null
  start(home: Home | null, env: Readonly<Record<string, string>>): Promise<Service>
}

const ENGINES: readonly Engine[] = ['pglite', 'postgres']
const ENGINE_NAMES = { pglite: 'PGlite', postgres: 'PostgreSQL' }

const SETTINGS = { CLERK_WEBHOOK_SIGNING_SECRET: SECRET, OPS_TOKEN }

// What else the service is to be started with, such as `--cpu-prof`.
const OPTIONS = process.env.SERVICE_OPTIONS?.split(' ') ?? []

export const BELLHOP_ON_POSTGRES = bellhop('postgres')
export const BELLHOP: readonly System[] = [bellhop('pglite'), BELLHOP_ON_POSTGRES]
/** As `npm run start:lean` starts it. */
export const LEAN = bellhop('postgres', ['--max-semi-space-size=8', '--heap-growing-percent=20'])
export const QUEUE = ENGINES.map((engine) =>
  system(`queue, ${ENGINE_NAMES[engine]}`, engine, ['--import', 'tsx', 'bench/baselines/queue.ts']),
)
export const GUIDE = system('guide', null, ['--import', 'tsx', 'bench/baselines/guide.ts'])
export const SYSTEMS: readonly System[] = [...BELLHOP, ...QUEUE, GUIDE]

// As `npm start` starts it, with more flags or without.
function bellhop(engine: Engine, flags: readonly string[] = []): System {
  const node = [...flags, '--enable-source-maps', ...OPTIONS]
  return system(`Bellhop, ${ENGINE_NAMES[engine]}`, engine, [...node, 'dist/src/main.js'])
}

function system(name: string, engine: Engine | null, entry: readonly string[]): System {
  return {
    name,
    engine,
    start: (home, env) => startService(entry, { ...SETTINGS, ...home?.env, ...env }),
  }
}

/** A system on an empty database of its own. */
export async function openSystem(
  { engine, start }: System,
  env: Readonly<Record<string, string>>,
): Promise<Service> {
  const home = engine && (await openHome(engine))
  try {
    const service = await start(home, env)
    const dispose = async () => {
      await service[Symbol.asyncDispose]()
      await home?.[Symbol.asyncDispose]()
    }
    return { ...service, [Symbol.asyncDispose]: dispose }
  } catch (error) {
    await home?.[Symbol.asyncDispose]()
    throw error
  }
}

export const SERVER = process.env.TEST_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'
let sequence = 0

/** An empty database on the PostgreSQL server, or a folder for PGlite. */
export async function openHome(engine: Engine): Promise<Home> {
  if (engine === 'pglite') {
    const dataDir = await mkdtemp(join(tmpdir(), 'bellhop-bench-'))
    return {
      engine,
      env: { DATA_DIR: dataDir },
      [Symbol.asyncDispose]: () => rm(dataDir, { recursive: true, force: true }),
    }
  }
  const name = `bellhop_bench_${process.pid}_${++sequence}`
  await administer(SERVER, `create database "${name}"`)
  return {
    engine,
    env: { DATABASE_URL: databaseUrl(SERVER, name) },
    [Symbol.asyncDispose]: () => administer(SERVER, `drop database "${name}" with (force)`),
  }
}
