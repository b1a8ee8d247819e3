import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { StartError } from '../../domain/start-error.ts'
import { contentOf, type FolderContent, unpackContent } from './folder-content.ts'
import { forEachOf, syncDirectory } from './sync-files.ts'

// Made by `npm run build` with the PGlite that is installed. If another one finds it, PostgreSQL compares the
// versions in the files with its own at every start. They hold nothing that must differ between installations.
// The package has them in one file.
const PREPARED = fileURLToPath(new URL('empty-engine', import.meta.url))
const PACKED = '.br'

/** Every database has this file. */
const VERSION = 'PG_VERSION'

/**
 * Creates the files of the embedded engine in `folder` if there are none. They are complete and on the disk
 * before they get their name. Resolves with whether it created them. Throws a StartError if `folder`
 * contains something else.
 */
export async function ensureEngineFiles(folder: string, prepared = PREPARED): Promise<boolean> {
  const incomplete = `${folder}.new`
  await rm(incomplete, { recursive: true, force: true })
  if (existsSync(join(folder, VERSION))) return false
  if (existsSync(folder) && (await readdir(folder)).length > 0) {
    throw new StartError(
      `${folder} contains no complete database: put back a backup of it, or remove it, or set DATA_DIR to another directory.`,
    )
  }
  const packed = `${prepared}${PACKED}`
  if (existsSync(prepared)) await writeSynced(await contentOf(prepared), incomplete)
  else if (existsSync(packed)) {
    await writeSynced(await unpackContent(await readFile(packed)), incomplete)
  } else {
    const made = await mkdtemp(join(tmpdir(), 'bellhop-engine-'))
    try {
      await createElsewhere(join(made, 'files'))
      await writeSynced(await contentOf(join(made, 'files')), incomplete)
    } finally {
      await rm(made, { recursive: true, force: true })
    }
  }
  await rename(incomplete, folder)
  await syncDirectory(dirname(folder))
  return true
}

/** Writes a folder, for its owner only, and forces it to the disk. */
async function writeSynced(content: FolderContent, to: string): Promise<void> {
  const folders = ['', ...content.folders].map((path) => join(to, path))
  for (const path of folders) await mkdir(path, { mode: 0o700 })
  await forEachOf(content.files, async ({ path, read }) => {
    const bytes = await read()
    const file = await open(join(to, path), 'wx', 0o600)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
  })
  await forEachOf(folders, syncDirectory)
}

/** Creates them in another process, which runs from the source as this one does. */
async function createElsewhere(folder: string): Promise<void> {
  const script = fileURLToPath(new URL('create-engine-files.ts', import.meta.url))
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), script, folder],
    // Nothing of it belongs into the output of the service.
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const [errors, [code]] = await Promise.all([text(child.stderr), once(child, 'close')])
  if (code !== 0) throw new Error(`The files of a new database cannot be created: ${errors}`)
}
