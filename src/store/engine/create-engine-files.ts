// Creates the files of an empty engine in the folder that is its parameter, in a process of its own: initdb
// leaves more than 200 MB of memory behind. The build runs it, and the service when it runs from the source.
import { chmod, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'

const [folder] = process.argv.slice(2)
if (!folder) throw new Error('The parameter is missing: the folder to create.')
// A build that is interrupted must not leave a part of the files.
const incomplete = `${folder}.new`
for (const path of [folder, incomplete]) await rm(path, { recursive: true, force: true })
await mkdir(dirname(folder), { recursive: true })
// Segments of 1 MB instead of 16 MB, because each one is filled with zeros and synced when it begins.
const engine = await PGlite.create(incomplete, { initDbStartParams: ['--wal-segsize=1'] })
await engine.close()
// Often another user builds the service than runs it. The copies are for their owner only.
const entries = await readdir(incomplete, { recursive: true, withFileTypes: true })
for (const entry of entries) {
  await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644)
}
await chmod(incomplete, 0o755)
await rename(incomplete, folder)
