import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPglite, openPostgres } from '../src/store/database.ts'
import type { TestDatabase } from '../test/support/engines.ts'
import { administer, databaseUrl } from '../test/support/global-setup.ts'

const SERVER = 'postgres://postgres@127.0.0.1:5432/postgres'
let sequence = 0

/** The embedded engine with its files on disk, as in use. */
export async function pgliteDatabase(): Promise<TestDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bellhop-bench-'))
  return {
    engine: 'pglite',
    open: () => openPglite(dataDir),
    [Symbol.asyncDispose]: () => rm(dataDir, { recursive: true, force: true }),
  }
}

/** A new database on the local PostgreSQL server. */
export async function postgresDatabase(): Promise<TestDatabase> {
  const name = `bellhop_bench_${process.pid}_${++sequence}`
  await administer(SERVER, `create database "${name}"`)
  return {
    engine: 'postgres',
    open: () => openPostgres(databaseUrl(SERVER, name), { onError: () => {} }),
    [Symbol.asyncDispose]: () => administer(SERVER, `drop database "${name}" with (force)`),
  }
}
