import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { StartError } from '../../../src/domain/start-error.ts'
import { openDataDirectory } from '../../../src/store/engine/data-directory.ts'
import { openPglite } from '../../../src/store/engine/open-pglite.ts'
import { developmentSecret } from '../../../src/wiring/signing-secrets.ts'

describe('a data directory', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bellhop-data-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('is created with its parent directories, and left empty', async () => {
    const dataDir = join(folder, 'a', 'b')
    await openDataDirectory(dataDir)
    await openDataDirectory(dataDir)
    expect((await stat(dataDir)).isDirectory()).toBe(true)
    expect(await readdir(dataDir)).toEqual([])
  })

  it.each(['file', 'file/below'])('that is a file is refused: %s', async (path) => {
    await writeFile(join(folder, 'file'), '')
    const opened = openPglite(join(folder, path))
    await expect(opened).rejects.toBeInstanceOf(StartError)
    await expect(opened).rejects.toThrow(
      `${join(folder, path)} (DATA_DIR) is not a directory: remove the file, or set DATA_DIR to another directory.`,
    )
  })

  it.each([
    ['EACCES', /may not be written to: give this user the right, or set DATA_DIR/],
    ['EROFS', /read-only: set DATA_DIR/],
    ['ENOSPC', /is full: make room, or set DATA_DIR/],
    ['EIO', /cannot be used \(EIO\): set DATA_DIR/],
  ])('that fails with %s is refused', async (code, sentence) => {
    const use = () => Promise.reject(Object.assign(new Error(code), { code }))
    await expect(openDataDirectory(folder, { use })).rejects.toThrow(sentence)
  })

  it('that does not answer is refused after the time limit', async () => {
    const use = () => new Promise<void>(() => {})
    const opened = openDataDirectory(folder, { use, deadlineMs: 10 })
    await expect(opened).rejects.toMatchObject({ stuck: true })
    await expect(opened).rejects.toThrow(/does not answer within 0.01 s: .* set DATA_DIR/)
  })

  it('with files that are no database is refused', async () => {
    await writeFile(join(folder, 'pglite'), 'not a directory')
    await expect(openPglite(folder)).rejects.toThrow(
      /pglite is not a directory: remove it, or set DATA_DIR/,
    )
  })

  it('with a database that cannot be read is refused with the error of the engine', async () => {
    await mkdir(join(folder, 'pglite'))
    await writeFile(join(folder, 'pglite', 'PG_VERSION'), 'none')
    await expect(openPglite(folder)).rejects.toThrow(
      /embedded database in .*pglite cannot be opened \((?!\[object)[^)]+\): .* DATA_DIR/,
    )
  })

  it.each(['bellhop.lock', 'bellhop.lock.sqlite', 'bellhop.owner.json', 'webhook-secret'])(
    'is refused when %s is a pipe',
    async (name) => {
      spawnSync('mkfifo', [join(folder, name)])
      const opened = name === 'webhook-secret' ? developmentSecret(folder) : openPglite(folder)
      await expect(opened).rejects.toThrow(`${name} is not a file: remove it, or set DATA_DIR`)
    },
  )

  it('is refused when its signing secret is not valid', async () => {
    await writeFile(join(folder, 'webhook-secret'), 'hello\n')
    const opened = developmentSecret(folder)
    await expect(opened).rejects.toBeInstanceOf(StartError)
    await expect(opened).rejects.toThrow(
      /webhook-secret does not contain a signing secret. Delete the file.* CLERK_WEBHOOK_SIGNING_SECRET/,
    )
  })
})
