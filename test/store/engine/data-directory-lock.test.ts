import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  DataDirectoryInUseError,
  lockDataDirectory,
} from '../../../src/store/engine/data-directory-lock.ts'

/** The lock file that a process of this test would write. */
async function worldHere(): Promise<string> {
  const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()
  const { stdout } = await promisify(execFile)('readlink', ['/proc/self/ns/pid'])
  return `${boot} ${stdout.trim()}`
}

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

  it('refuses a second process, and names the first', async () => {
    const lock = await lockDataDirectory(folder)
    const refusal = lockDataDirectory(folder)
    await expect(refusal).rejects.toBeInstanceOf(DataDirectoryInUseError)
    await expect(refusal).rejects.toThrow(new RegExp(`process ${process.pid}.*DATABASE_URL`))
    await lock.release()
    await (await lockDataDirectory(folder)).release()
  })

  it('refuses while another process is alive', async () => {
    const child = spawn('sleep', ['60'])
    await once(child, 'spawn')
    const stat = await readFile(`/proc/${child.pid}/stat`, 'utf8').catch(() => '')
    const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
    await leaveLock({ pid: child.pid, host: hostname(), world: await worldHere(), started })
    await expect(lockDataDirectory(folder)).rejects.toBeInstanceOf(DataDirectoryInUseError)
    child.kill('SIGKILL')
    await once(child, 'exit')
    await (await lockDataDirectory(folder)).release()
  })

  it.each([
    ['cut off while it was written', '{"pid":1'],
    [
      'of a process whose number another one has now',
      { pid: 1, host: hostname(), world: 'here', started: 'long ago' },
    ],
    [
      'of ourselves before a restart with the same number',
      { pid: process.pid, host: hostname(), world: 'here', started: 'long ago' },
    ],
  ])('is taken over at once when it is %s', async (_, owner) => {
    await leaveLock(typeof owner === 'string' ? owner : { ...owner, world: await worldHere() })
    await (await lockDataDirectory(folder)).release()
  })

  it.each([
    ['another machine', { host: 'another-machine', world: '' }],
    ['another container on this one', { host: hostname(), world: 'another namespace' }],
  ])('of %s is respected while that process shows signs of life', async (_, where) => {
    const owner = { pid: 1, started: '1', token: 't', ...where }
    await leaveLock(owner)
    let beat = Promise.resolve()
    const heartbeat = setInterval(() => {
      beat = beat.then(() => utimes(file(), new Date(), new Date()))
    }, 50)
    // It returns at the first heartbeat.
    await expect(lockDataDirectory(folder, { abandonedMs: 60_000 })).rejects.toThrow(owner.host)
    clearInterval(heartbeat)
    await beat
    await (await lockDataDirectory(folder, { abandonedMs: 200 })).release()
  })

  it.each([
    ['a new directory', null],
    ['a dead owner', { pid: 1, started: 'long ago', token: 't' }],
  ])('is taken by one of many processes that start at once, with %s', async (_, dead) => {
    for (let round = 0; round < 10; round++) {
      if (dead) await leaveLock({ ...dead, host: hostname(), world: await worldHere() })
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

  it('is not removed by a process that has lost it', async () => {
    const lock = await lockDataDirectory(folder)
    const other = { pid: 1, host: 'another-machine', world: '', started: '1', token: 'other' }
    await leaveLock(other)
    await lock.release()
    expect(JSON.parse(await readFile(file(), 'utf8'))).toEqual(other)
  })
})
