import { fstatSync } from 'node:fs'
import { cp, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { createDurableFiles, type DurableFiles } from '../../../src/store/engine/durable-files.ts'
import { startParams } from '../../../src/store/engine/engine-settings.ts'
import { watchEngine } from '../../../src/store/engine/engine-watch.ts'
import { syncFiles, syncTree } from '../../../src/store/engine/sync-files.ts'
import { pgliteProgram } from '../../support/engines.ts'

describe('the files of the embedded engine', () => {
  let folder: string
  /** What was synced, by inode. */
  let synced: number[]
  let trees: number
  /** What was synced before a checkpoint. */
  let early: string[]
  let fault: Error | null
  let files: DurableFiles
  const disk = {
    sync(fd: number) {
      if (fault) throw fault
      synced.push(fstatSync(fd).ino)
    },
    syncTree(path: string) {
      trees++
      return syncTree(path)
    },
    syncFiles(paths: readonly string[]) {
      early.push(...paths)
      return syncFiles(paths)
    },
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bellhop-durable-'))
    await cp(inject('barePgliteFiles'), folder, { recursive: true })
    synced = []
    trees = 0
    early = []
    fault = null
  })
  afterEach(() => rm(folder, { recursive: true }))

  const start = async () => {
    files = await createDurableFiles(folder, { disk })
    return PGlite.create({
      ...(await pgliteProgram()),
      fs: files.fs,
      startParams: startParams({ fsync: true, mostFiles: 64 }),
    })
  }
  const inode = async (name: string) => (await stat(join(folder, name))).ino

  it('are synced once per commit, and not without one', async () => {
    await using engine = await start()
    await engine.exec('create table rows (value int)')
    synced = []
    for (let value = 0; value < 5; value++) {
      await engine.query('insert into rows values ($1)', [value])
      expect(synced).toHaveLength(value + 1)
    }
    await engine.query('select * from rows')
    expect(synced).toHaveLength(5)
    expect(new Set(synced).size).toBe(1)
  })

  it('include the directories', async () => {
    await using engine = await start()
    await engine.exec('create table rows as select generate_series(1, 100000); checkpoint')
    expect(synced).toContain(await inode('pg_wal'))
  })

  it('are synced before a checkpoint, each once for all that was written to it', async () => {
    await using engine = await start()
    await engine.exec('create table rows as select generate_series(1, 100000)')
    await files.syncWritten()
    expect(early.length).toBeGreaterThan(0)
    expect(new Set(early).size).toBe(early.length)
    early = []
    await files.syncWritten()
    expect(early).toEqual([])
  })

  it('that are gone are not synced before a checkpoint', async () => {
    await using engine = await start()
    await engine.exec('create table rows as select generate_series(1, 100000); drop table rows')
    await engine.exec('checkpoint; create table others as select generate_series(1, 100000)')
    await engine.exec('drop table others; checkpoint')
    await files.syncWritten()
  })

  it('that cannot be synced break the engine instead of acknowledging a commit', async () => {
    const engine = await start()
    const broken = Promise.withResolvers<Error>()
    watchEngine(engine, broken.resolve)
    await engine.exec('create table rows (value int)')
    fault = Object.assign(new Error('EIO'), { code: 'EIO' })
    await expect(engine.query('insert into rows values (1)')).rejects.toThrow(/could not fsync/)
    expect(await broken.promise).toMatchObject({ severity: 'PANIC' })
  })

  it.each(['exec', 'transaction'] as const)(
    'that cannot be synced end what comes after, and the engine can be closed (%s)',
    async (way) => {
      const engine = await start()
      watchEngine(engine, () => {})
      await engine.exec('create table rows (value int)')
      fault = Object.assign(new Error('EIO'), { code: 'EIO' })
      const insert = 'insert into rows values (1)'
      const written =
        way === 'exec' ? engine.exec(insert) : engine.transaction((tx) => tx.query(insert))
      await expect(written).rejects.toThrow(/could not fsync/)
      // The disk works again, but what it lost stays lost.
      fault = null
      await expect(engine.query('select 1')).rejects.toThrow(/could not fsync/)
      await expect(engine.exec(insert)).rejects.toThrow(/could not fsync/)
      await engine.close().catch(() => {})
    },
  )

  it('are synced all at once after a crash, and the engine starts although its mark is empty', async () => {
    await writeFile(join(folder, 'postmaster.pid'), '')
    await using _ = await start()
    expect(trees).toBe(1)
    expect(synced).not.toContain(await inode('PG_VERSION'))
  })

  it('are synced all at once if an earlier run did not sync them', async () => {
    await (await start()).close()
    files = await createDurableFiles(folder, { disk, wasSynced: false })
    expect(trees).toBe(1)
  })

  it('are not synced all after a stop', async () => {
    await (await start()).close()
    await using _ = await start()
    expect(trees).toBe(0)
  })
})
