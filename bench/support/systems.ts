import manifest from '../../package.json' with { type: 'json' }
import { OPS_TOKEN, SECRET } from '../../test/support/bellhop.ts'
import type { Engine } from '../../test/support/engines.ts'
import { type Home, openHome } from '../../test/support/home.ts'
import { type Service, startService } from './service.ts'

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
export const QUEUE = ENGINES.map((engine) =>
  system(`queue, ${ENGINE_NAMES[engine]}`, engine, ['--import', 'tsx', 'baselines/queue.ts']),
)
export const GUIDE = system('guide', null, ['--import', 'tsx', 'baselines/guide.ts'])
export const SYSTEMS: readonly System[] = [...BELLHOP, ...QUEUE, GUIDE]

function bellhop(engine: Engine): System {
  const [, ...start] = manifest.scripts.start.split(' ')
  const entry = start.map((part) => part.replace(/^dist/, '../dist'))
  return system(`Bellhop, ${ENGINE_NAMES[engine]}`, engine, [...OPTIONS, ...entry])
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
