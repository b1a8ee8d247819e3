import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { PGlite } from '@electric-sql/pglite'
import { inject } from 'vitest'
import type { Database } from '../../src/store/engine/database.ts'
import { openPgliteInstance } from '../../src/store/engine/open-pglite.ts'
import { openPostgres } from '../../src/store/engine/open-postgres.ts'
import { type LoadedFiles, loadFiles } from './loaded-files.ts'
import { administer, databaseUrl } from './postgres-server.ts'

export type Engine = 'pglite' | 'postgres'

/** The engines of this test run: PostgreSQL only if a server answers. */
export const ENGINES: readonly Engine[] = inject('postgres') ? ['pglite', 'postgres'] : ['pglite']

export interface OpenOptions {
  readonly port?: number | undefined
  readonly timeoutMs?: number | undefined
  /** A user of the server whose password is the same as the name. */
  readonly user?: string | undefined
}

/** A migrated, empty database for one test or one file. */
export interface TestDatabase extends AsyncDisposable {
  readonly engine: Engine
  /** Opens it (again); the caller closes it. `port` is the port of a proxy in front of the server. */
  open(options?: OpenOptions): Promise<Database>
}

export async function createTestDatabase(engine: Engine): Promise<TestDatabase> {
  return engine === 'pglite' ? pgliteCopy() : postgresCopy()
}

async function pgliteCopy(): Promise<TestDatabase> {
  return {
    engine: 'pglite',
    open: async () => openPgliteInstance(await loadPglite('pgliteFiles')),
    async [Symbol.asyncDispose]() {},
  }
}

// The engine takes a third less time to start with little memory, and tests need little.
const START_PARAMS = [
  ...PGlite.defaultStartParams,
  ...['-c', 'shared_buffers=4MB', '-c', 'wal_buffers=64kB'],
]
const loaded = new Map<string, Promise<LoadedFiles>>()

/** Starts a prepared PGlite, with its files in memory. */
export async function loadPglite(name: 'pgliteFiles' | 'barePgliteFiles'): Promise<PGlite> {
  const folder = inject(name)
  const files = loaded.get(folder) ?? loadFiles(folder)
  loaded.set(folder, files)
  return PGlite.create({
    ...(await pgliteProgram()),
    fs: (await files).copy(),
    startParams: START_PARAMS,
  })
}

declare global {
  // Node's types name the module, and not the function that makes one.
  namespace WebAssembly {
    function compile(bytes: Uint8Array): Promise<Module>
  }
}

// Compiled and read once per worker: this is almost half of the time that a start takes.
let program: Promise<{ pgliteWasmModule: WebAssembly.Module; fsBundle: Blob }> | undefined

/** PGlite's program, for `PGlite.create`. */
export function pgliteProgram() {
  program ??= loadProgram()
  return program
}

async function loadProgram() {
  const folder = new URL('.', import.meta.resolve('@electric-sql/pglite'))
  return {
    pgliteWasmModule: await WebAssembly.compile(await readFile(new URL('pglite.wasm', folder))),
    fsBundle: new Blob([await readFile(new URL('pglite.data', folder))]),
  }
}

async function postgresCopy(): Promise<TestDatabase> {
  const server = inject('postgres')
  if (!server) throw new Error('no PostgreSQL here')
  const name = `bellhop_test_${randomUUID().replaceAll('-', '')}`
  await administer(server.url, `create database "${name}" template "${server.template}"`)
  return {
    engine: 'postgres',
    open({ port, timeoutMs, user } = {}) {
      const url = new URL(databaseUrl(server.url, name))
      if (port) url.port = String(port)
      if (user) Object.assign(url, { username: user, password: user })
      return openPostgres(url.href, { onError: () => {}, ...(timeoutMs ? { timeoutMs } : {}) })
    },
    async [Symbol.asyncDispose]() {
      // A pool that was just closed may still be ending its connections, for which PostgreSQL waits 5 s.
      const drop = `drop database "${name}"`
      await administer(server.url, drop).catch(() => administer(server.url, `${drop} with (force)`))
    },
  }
}
