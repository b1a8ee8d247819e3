import { spawnSync } from 'node:child_process'
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { StartError } from '../../../src/domain/start-error.ts'
import { contentOf, packContent } from '../../../src/store/engine/folder-content.ts'
import { ensureEngineFiles } from '../../../src/store/engine/new-engine-files.ts'
import { openPglite } from '../../../src/store/engine/open-pglite.ts'
import { addMessage } from '../../support/ledger-rows.ts'

describe('the files of a new engine', () => {
  let dataDir: string
  let folder: string
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'bellhop-new-'))
    folder = join(dataDir, 'pglite')
  })
  afterEach(() => rm(dataDir, { recursive: true }))

  const prepared = () => inject('barePgliteFiles')
  const list = async (path: string) => (await readdir(path, { recursive: true })).sort()

  it('are a copy of the prepared ones, for their owner only', async () => {
    await ensureEngineFiles(folder, prepared())
    expect(await list(folder)).toEqual(await list(prepared()))
    for (const name of await list(folder)) {
      const { mode } = await lstat(join(folder, name))
      expect(mode & 0o077, name).toBe(0)
    }
    expect(await readdir(dataDir)).toEqual(['pglite'])
  })

  it('replace what a start that was interrupted has left', async () => {
    await mkdir(`${folder}.new`)
    await writeFile(join(`${folder}.new`, 'PG_VERSION'), 'a part')
    await mkdir(folder)
    await ensureEngineFiles(folder, prepared())
    expect(await readFile(join(folder, 'PG_VERSION'), 'utf8')).toBe(
      await readFile(join(prepared(), 'PG_VERSION'), 'utf8'),
    )
    expect(await readdir(dataDir)).toEqual(['pglite'])
  })

  it('never replace a database', async () => {
    await mkdir(folder)
    await writeFile(join(folder, 'PG_VERSION'), 'mine')
    await mkdir(`${folder}.new`)
    await ensureEngineFiles(folder, prepared())
    expect(await list(dataDir)).toEqual(['pglite', 'pglite/PG_VERSION'])
  })

  it('never replace files that are no complete database', async () => {
    await mkdir(join(folder, 'base'), { recursive: true })
    const refused = ensureEngineFiles(folder, prepared())
    await expect(refused).rejects.toBeInstanceOf(StartError)
    await expect(refused).rejects.toThrow(/no complete database: put back a backup of it/)
    expect(await list(folder)).toEqual(['base'])
  })

  it('are those of the one file that the package has', async () => {
    const packed = join(dataDir, 'packed')
    await writeFile(`${packed}.br`, await packContent(await contentOf(prepared())))
    await ensureEngineFiles(folder, packed)
    expect(await list(folder)).toEqual(await list(prepared()))
    for (const { path, read } of (await contentOf(prepared())).files) {
      expect(Buffer.compare(await readFile(join(folder, path)), await read()), path).toBe(0)
    }
  })

  it('are made by a process of their own when none are prepared', async () => {
    await ensureEngineFiles(folder, join(dataDir, 'missing'))
    expect(await list(folder)).toEqual(await list(prepared()))
  })

  it('are not needed by a database with the large log files of earlier versions', async () => {
    const create = `
      const { PGlite } = await import('@electric-sql/pglite')
      await (await PGlite.create(process.argv[1])).close()`
    const argv = ['--input-type=module', '-e', create, folder]
    expect(spawnSync(process.execPath, argv, { stdio: 'inherit' }).status).toBe(0)
    for (const messages of [0, 1]) {
      const { db, close } = await openPglite(dataDir)
      expect(await db.selectFrom('messages').select('id').execute()).toHaveLength(messages)
      await addMessage(db, { status: 'sent' })
      await close()
    }
    const logs = (await readdir(join(folder, 'pg_wal'))).filter((name) =>
      /^[\dA-F]{24}$/.test(name),
    )
    expect((await lstat(join(folder, 'pg_wal', logs[0] ?? ''))).size).toBe(16 * 1024 * 1024)
  })
})
