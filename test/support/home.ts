import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Engine } from './engines.ts'
import { administer, databaseUrl, SERVER } from './postgres-server.ts'

/** Where a process of its own keeps what it knows; empty at first, gone in the end. */
export interface Home extends AsyncDisposable {
  readonly engine: Engine
  /** `DATABASE_URL` or `DATA_DIR`. */
  readonly env: Readonly<Record<string, string>>
}

/** An empty database on the PostgreSQL server, or a folder for PGlite. */
export async function openHome(engine: Engine): Promise<Home> {
  if (engine === 'pglite') {
    const dataDir = await mkdtemp(join(tmpdir(), 'bellhop-home-'))
    return {
      engine,
      env: { DATA_DIR: dataDir },
      [Symbol.asyncDispose]: () => rm(dataDir, { recursive: true, force: true }),
    }
  }
  const name = `bellhop_home_${randomUUID().replaceAll('-', '')}`
  await administer(SERVER, `create database "${name}"`)
  return {
    engine,
    env: { DATABASE_URL: databaseUrl(SERVER, name) },
    [Symbol.asyncDispose]: () => administer(SERVER, `drop database "${name}" with (force)`),
  }
}
