import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DataDirectoryInUseError, lockDataDirectory } from '../../src/store/data-directory-lock.ts'

describe('the lock of a data directory', () => {
  let folder: string
  const file = () => join(folder, 'bellhop.lock')

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bellhop-lock-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  async function leaveLock(owner: unknown, lastSeen = new Date()): Promise<void> {
    await writeFile(file(), typeof owner === 'string' ? owner : JSON.stringify(owner))
    await utimes(file(), lastSeen, lastSeen)
  }

  it('keeps a second one out, and says whom to stop', async () => {
    const lock = await lockDataDirectory(folder)
    const refusal = lockDataDirectory(folder)
    await expect(refusal).rejects.toBeInstanceOf(DataDirectoryInUseError)
    await expect(refusal).rejects.toThrow(new RegExp(`process ${process.pid}.*DATABASE_URL`))
    await lock.release()
    await (await lockDataDirectory(folder)).release()
  })

  it('keeps out other processes that are alive', async () => {
    const child = spawn('sleep', ['60'])
    await once(child, 'spawn')
    const stat = await readFile(`/proc/${child.pid}/stat`, 'utf8').catch(() => '')
    const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
    await leaveLock({ pid: child.pid, host: hostname(), started })
    await expect(lockDataDirectory(folder)).rejects.toBeInstanceOf(DataDirectoryInUseError)
    child.kill('SIGKILL')
    await once(child, 'exit')
    await (await lockDataDirectory(folder)).release()
  })

  it.each([
    ['cut off while it was written', '{"pid":1'],
    [
      'of a process whose number another one has now',
      { pid: 1, host: hostname(), started: 'long ago' },
    ],
    [
      'of ourselves before a restart with the same number',
      { pid: process.pid, host: hostname(), started: 'long ago' },
    ],
  ])('is taken over at once when it is %s', async (_, owner) => {
    await leaveLock(owner)
    await (await lockDataDirectory(folder)).release()
  })

  it('of another machine is respected for as long as that one shows signs of life', async () => {
    const owner = { pid: 1, host: 'another-machine', started: '1' }
    await leaveLock(owner)
    await expect(lockDataDirectory(folder)).rejects.toThrow('another-machine')
    await leaveLock(owner, new Date(Date.now() - 60_000))
    await (await lockDataDirectory(folder)).release()
  })
})
