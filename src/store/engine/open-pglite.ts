import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import { Kysely, PGliteDialect } from 'kysely'
import { StartError } from '../../domain/start-error.ts'
import { checkDirectory, dataDirectoryFault, openDataDirectory } from './data-directory.ts'
import { LOCK_FILE, lockDataDirectory } from './data-directory-lock.ts'
import { type Database, openMigrated, PLUGINS } from './database.ts'
import { createDurableFiles, type DurableFiles } from './durable-files.ts'
import { startParams } from './engine-settings.ts'
import { watchEngine } from './engine-watch.ts'
import { ensureEngineFiles } from './new-engine-files.ts'
import { narrow, narrowTree, ownDirectory } from './owner-only.ts'
import { pgliteForKysely } from './pglite-for-kysely.ts'
import type { Schema } from './schema.ts'
import { isMarkedSynced, markSynced, unmarkSynced } from './sync-mark.ts'

export interface EngineOptions {
  /** The number of files that the engine may keep open for its tables. */
  readonly mostFiles?: number
  /** Whether what was stored survives a power cut; true if not set. */
  readonly fsync?: boolean
  readonly onError?: (error: unknown) => void
  /** Called once, when only a restart helps. */
  readonly onBroken?: (error: Error) => void
}

const MOST_FILES = 128

/** The embedded engine with its files in `dataDir/pglite`, for one process at a time. */
export async function openPglite(dataDir: string, options: EngineOptions = {}): Promise<Database> {
  const { mostFiles = MOST_FILES, fsync = true, onError = () => {}, onBroken = onError } = options
  const files = join(dataDir, 'pglite')
  await openDataDirectory(dataDir)
  await ownDirectory(dataDir, onError)
  const lock = await lockDataDirectory(dataDir)
  try {
    await narrow(join(dataDir, LOCK_FILE)).catch(onError)
    await checkDirectory(dataDir, 'pglite')
    const isNew = await ensureEngineFiles(files).catch((error) => {
      throw error instanceof StartError ? error : dataDirectoryFault(error, dataDir)
    })
    const { fs, ...durable } = fsync
      ? await openDurableFiles(files, isNew)
      : await openBareFiles(files)
    const pglite = await PGlite.create({
      fs,
      startParams: startParams({ fsync, mostFiles }),
    }).catch((error) => {
      throw new StartError(
        // The engine also throws values that are not errors and contain only a number.
        `The embedded database in ${files} cannot be opened (${error.message ?? error.name ?? error}): put back a backup of it, or set DATA_DIR to another directory.`,
        { cause: error },
      )
    })
    await narrowTree(files, onError)
    const engine = watchEngine(pglite, onBroken)
    // What the disk did not take is lost, and it reports that only once.
    const syncWritten = () =>
      durable.syncWritten().catch((error) => {
        engine.breakOn(error)
        throw error
      })
    const database = await openPgliteInstance(pglite, { syncWritten, afterClose: lock.release })
    return {
      ...database,
      ping: async (timeoutMs) => {
        const broken = engine.broken()
        if (broken) throw broken
        await database.ping(timeoutMs)
      },
    }
  } catch (error) {
    await lock.release()
    throw error
  }
}

async function openDurableFiles(folder: string, isNew: boolean): Promise<DurableFiles> {
  const isMarked = await isMarkedSynced(folder)
  const files = await createDurableFiles(folder, { wasSynced: isNew || isMarked })
  if (!isMarked) await markSynced(folder)
  return files
}

/** Files whose writes are not forced to the disk. */
async function openBareFiles(folder: string): Promise<DurableFiles> {
  await unmarkSynced(folder)
  return { fs: new NodeFS(folder), syncWritten: async () => {} }
}

interface InstanceOptions {
  readonly syncWritten?: DurableFiles['syncWritten']
  readonly afterClose?: () => Promise<void>
}

/** An engine that is already running. `afterClose` is called when it is closed. */
export async function openPgliteInstance(
  pglite: PGlite,
  { syncWritten = async () => {}, afterClose = async () => {} }: InstanceOptions = {},
): Promise<Database> {
  const kysely = new Kysely<Schema>({
    dialect: new PGliteDialect({ pglite: pgliteForKysely(pglite) }),
    plugins: PLUGINS,
  })
  return openMigrated(kysely, { engine: 'pglite', pglite, syncWritten }, async () => {
    try {
      await kysely.destroy()
    } finally {
      await afterClose()
    }
  })
}
