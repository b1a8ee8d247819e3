import { randomUUID } from 'node:crypto'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Engine } from './engines.ts'
import { administer, databaseUrl, SERVER } from './postgres-server.ts'

/** The database of a process, which is removed when the test is over. */
export interface Home extends AsyncDisposable {
  readonly engine: Engine
  /** `DATABASE_URL` or `DATA_DIR`. */
  readonly env: Readonly<Record<string, string>>
}

/** A folder for PGlite: empty, or a copy of `from`. */
export async function openFolder(from?: string): Promise<Home & { readonly dataDir: string }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bellhop-home-'))
  if (from) await cp(from, dataDir, { recursive: true })
  return {
    engine: 'pglite',
    dataDir,
    env: { DATA_DIR: dataDir },
    [Symbol.asyncDispose]: () => rm(dataDir, { recursive: true, force: true }),
  }
}

/** An empty database on the PostgreSQL server, or an empty folder for PGlite. */
export async function openHome(engine: Engine): Promise<Home> {
  if (engine === 'pglite') return openFolder()
  const name = `bellhop_home_${randomUUID().replaceAll('-', '')}`
  await administer(SERVER, `create database "${name}"`)
  return {
    engine,
    env: { DATABASE_URL: databaseUrl(SERVER, name) },
    [Symbol.asyncDispose]: () => administer(SERVER, `drop database "${name}" with (force)`),
  }
}
