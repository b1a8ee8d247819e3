import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  DataDirectoryInUseError,
  lockDataDirectory,
} from '../../../src/store/engine/data-directory-lock.ts'

const LOCK_MODULE = fileURLToPath(
  new URL('../../../src/store/engine/data-directory-lock.ts', import.meta.url),
)
const HOLD = `
  const { lockDataDirectory } = await import(process.argv[1])
  await lockDataDirectory(process.argv[2])
  console.log(process.pid)
  setInterval(() => {}, 60_000)`

describe('the lock of a data directory', () => {
  let folder: string
  const children: ChildProcess[] = []

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bellhop-lock-'))
  })
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
    await rm(folder, { recursive: true })
  })

  /** Starts a process that holds the lock, with `sh` as its parent; resolves with its pid. */
  async function holdElsewhere(script: string): Promise<{ parent: ChildProcess; pid: number }> {
    const hold = [process.execPath, '--import', 'tsx', '--input-type=module', '-e', HOLD]
    const parent = spawn('sh', ['-c', script, ...hold, LOCK_MODULE, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    children.push(parent)
    const [line] = await once(createInterface(parent.stdout as NodeJS.ReadableStream), 'line')
    return { parent, pid: Number(line) }
  }

  it('refuses a second process, and names the one to stop', async () => {
    const lock = await lockDataDirectory(folder)
    const refusal = lockDataDirectory(folder)
    await expect(refusal).rejects.toBeInstanceOf(DataDirectoryInUseError)
    await expect(refusal).rejects.toThrow(new RegExp(`process ${process.pid} on .*DATABASE_URL`))
    await expect(lockDataDirectory(folder)).rejects.toBeInstanceOf(DataDirectoryInUseError)
    await lock.release()
    await (await lockDataDirectory(folder)).release()
  })

  it('leaves one empty file, and can be released twice', async () => {
    const lock = await lockDataDirectory(folder)
    expect(await readdir(folder)).toEqual(['bellhop.lock.sqlite', 'bellhop.owner.json'])
    await lock.release()
    const next = await lockDataDirectory(folder)
    await lock.release()
    expect(await readdir(folder)).toEqual(['bellhop.lock.sqlite', 'bellhop.owner.json'])
    await next.release()
    expect(await readdir(folder)).toEqual(['bellhop.lock.sqlite'])
    expect(await readFile(join(folder, 'bellhop.lock.sqlite'), 'utf8')).toBe('')
  })

  it('is held while the other process lives, and free after it was killed', async () => {
    const { parent, pid } = await holdElsewhere('exec "$0" "$@"')
    await expect(lockDataDirectory(folder)).rejects.toThrow(`process ${pid} on `)
    parent.kill('SIGKILL')
    await once(parent, 'exit')
    await (await lockDataDirectory(folder)).release()
  })

  it('is free while the killed process is a zombie', async () => {
    // `sleep` takes the place of the shell, and never asks for the end of its child.
    const { pid } = await holdElsewhere('"$0" "$@" & exec sleep 60')
    process.kill(pid, 'SIGKILL')
    const state = async () => (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.[0]
    await expect.poll(state).toBe('Z')
    // Its other threads may end a little later.
    await vi.waitFor(async () => (await lockDataDirectory(folder)).release(), 10_000)
    expect(await state()).toBe('Z')
  })

  it('is taken by one of many processes that start at the same time', async () => {
    for (let round = 0; round < 10; round++) {
      const contenders = await Promise.allSettled(
        Array.from({ length: 8 }, () => lockDataDirectory(folder)),
      )
      const holders = contenders.flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
      expect(holders).toHaveLength(1)
      for (const one of contenders) {
        if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(DataDirectoryInUseError)
      }
      await holders[0]?.release()
    }
  })

  it('respects the lock of an older version until its file is 20 s old', async () => {
    const former = join(folder, 'bellhop.lock')
    await writeFile(former, '{"pid":1}')
    await expect(lockDataDirectory(folder)).rejects.toThrow('older version')
    const before = new Date(Date.now() - 21_000)
    await utimes(former, before, before)
    const lock = await lockDataDirectory(folder)
    expect(await readdir(folder)).not.toContain('bellhop.lock')
    await lock.release()
  })

  it('prints no warning', async () => {
    const take = `
      const { lockDataDirectory } = await import(process.argv[1])
      await (await lockDataDirectory(process.argv[2])).release()`
    const argv = ['--import', 'tsx', '--input-type=module', '-e', take, LOCK_MODULE, folder]
    const child = spawn(process.execPath, argv, { stdio: ['ignore', 'ignore', 'pipe'] })
    const [errors] = await Promise.all([
      new Response(child.stderr as never).text(),
      once(child, 'exit'),
    ])
    expect(errors).toBe('')
  })
})
