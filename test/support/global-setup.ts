import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import type { TestProject } from 'vitest/node'
import { openDeliveryQueue } from '../../src/queue/delivery-queue.ts'
import type { Database } from '../../src/store/engine/database.ts'
import { openPgliteInstance } from '../../src/store/engine/open-pglite.ts'
import { openPostgres } from '../../src/store/engine/open-postgres.ts'
import { isBuilt } from './is-built.ts'
import { administer, databaseUrl, SERVER } from './postgres-server.ts'
import { installTransitionGuard } from './transition-guard.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A DATA_DIR with a migrated, empty PGlite. */
    dataDir: string
    /** The files of that PGlite. */
    pgliteFiles: string
    /** The files of a PGlite that has no tables yet. */
    barePgliteFiles: string
    /** A PostgreSQL server and the migrated, empty database on it that tests copy; null without a server. */
    postgres: { url: string; template: string } | null
  }
}

/** Builds the service, and prepares one database per engine: to start from these is much faster. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!(await isBuilt())) build()
  const folder = await mkdtemp(join(tmpdir(), 'bellhop-test-'))
  const dataDir = join(folder, 'data')
  const bare = join(folder, 'bare')
  const migrated = join(dataDir, 'pglite')
  await preparePglite(bare, migrated)
  project.provide('dataDir', dataDir)
  project.provide('pgliteFiles', migrated)
  project.provide('barePgliteFiles', bare)
  const postgres = await postgresTemplate()
  project.provide('postgres', postgres)
  return async () => {
    await rm(folder, { recursive: true })
    if (postgres)
      await administer(postgres.url, `drop database "${postgres.template}" with (force)`)
  }
}

const PREPARED = new URL('../../dist/src/store/engine/empty-engine', import.meta.url)

function build(): void {
  const cwd = fileURLToPath(new URL('../..', import.meta.url))
  const { status, stdout } = spawnSync('npm', ['run', 'build'], { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(`npm run build failed:\n${stdout}`)
}

async function preparePglite(bare: string, migrated: string): Promise<void> {
  await cp(PREPARED, bare, { recursive: true })
  await cp(bare, migrated, { recursive: true })
  const database = await openPgliteInstance(await PGlite.create(migrated))
  await createQueueTables(database)
  await installTransitionGuard(database.db)
  await database.close()
}

async function postgresTemplate(): Promise<{ url: string; template: string } | null> {
  const template = `bellhop_test_template_${randomUUID().replaceAll('-', '')}`
  try {
    await administer(SERVER, `create database "${template}"`)
  } catch (error) {
    if (process.env.REQUIRE_POSTGRES) {
      throw new Error(`The tests need a PostgreSQL server at ${SERVER} (TEST_DATABASE_URL).`, {
        cause: error,
      })
    }
    process.stderr.write(
      `\n!!! NO POSTGRESQL at ${SERVER}: all tests on PostgreSQL are SKIPPED.\n!!! Start one, or set TEST_DATABASE_URL.\n\n`,
    )
    return null
  }
  const database = await openPostgres(databaseUrl(SERVER, template), { onError: fail })
  await createQueueTables(database)
  await installTransitionGuard(database.db)
  await database.close()
  return { url: SERVER, template }
}

async function createQueueTables({ connection }: Database): Promise<void> {
  const queue = await openDeliveryQueue(connection, { onError: fail, onWarning: () => {} })
  await queue.stop()
}

function fail(error: Error): never {
  throw error
}
