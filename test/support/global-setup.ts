import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import type { TestProject } from 'vitest/node'
import { openDeliveryQueue } from '../../src/queue/delivery-queue.ts'
import { type Database, openPgliteInstance, openPostgres } from '../../src/store/engine/database.ts'
import { administer, databaseUrl, SERVER } from './postgres-server.ts'
import { installTransitionGuard } from './transition-guard.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** File with a migrated, empty PGlite. */
    pgliteImage: string
    /** A PostgreSQL server and the migrated, empty database on it that tests copy; null without a server. */
    postgres: { url: string; template: string } | null
  }
}

/** Migrates one database per engine; every test file works on copies of its own. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'bellhop-test-'))
  project.provide('pgliteImage', await pgliteImage(folder))
  const postgres = await postgresTemplate()
  project.provide('postgres', postgres)
  return async () => {
    await rm(folder, { recursive: true })
    if (postgres)
      await administer(postgres.url, `drop database "${postgres.template}" with (force)`)
  }
}

async function pgliteImage(folder: string): Promise<string> {
  const pglite = new PGlite()
  const database = await openPgliteInstance(pglite)
  await createQueueTables(database)
  await installTransitionGuard(database.db)
  const file = join(folder, 'pglite.tar')
  const dump = await pglite.dumpDataDir('none')
  await writeFile(file, Buffer.from(await dump.arrayBuffer()))
  await database.close()
  return file
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
