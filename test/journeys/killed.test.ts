import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { type BellhopProcess, startProcess, startProcessUnder } from '../support/bellhop-process.ts'
import { FULL } from '../support/full.ts'
import { openFolder } from '../support/home.ts'
import { ownProcessNumbers } from '../support/process-numbers.ts'

const KILLS = FULL ? 40 : 3
const container = ownProcessNumbers()

describe('the directory of a process', () => {
  let home: Awaited<ReturnType<typeof openFolder>>
  let running: BellhopProcess[]
  /** Numbers of processes that are not children of this one. */
  let others: number[]

  beforeEach(async () => {
    home = await openFolder(inject('dataDir'))
    running = []
    others = []
  })
  afterEach(async () => {
    for (const pid of others) kill(pid)
    for (const { child } of running) child.kill('SIGKILL')
    await Promise.all(running.map((service) => service.exit()))
    await home[Symbol.asyncDispose]()
  })

  function start(command: readonly string[] = []): BellhopProcess {
    const env = { ...home.env, LOG_LEVEL: 'info' }
    const service = command.length > 0 ? startProcessUnder(command, env) : startProcess(env)
    running.push(service)
    return service
  }

  function kill(pid: number): void {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It has ended.
    }
  }

  const owner = async () =>
    JSON.parse(await readFile(join(home.dataDir, 'bellhop.owner.json'), 'utf8')).pid as number

  it(
    `is free at once when the process is killed (kills: ${KILLS})`,
    async () => {
      for (let count = 0; count < KILLS; count++) {
        const service = start()
        await service.url()
        service.child.kill('SIGKILL')
        await service.exit()
        running = []
      }
      await start().url()
    },
    (KILLS + 1) * 30_000,
  )

  it('is free while the killed process is a zombie', async () => {
    // `sleep` takes the place of the shell, and never asks for the end of its child.
    await start(['sh', '-c', '"$0" "$@" & exec sleep 600']).url()
    const pid = await owner()
    others.push(pid)
    kill(pid)
    const state = async () => (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.[0]
    await expect.poll(state).toBe('Z')
    await start().url()
    expect(await state()).toBe('Z')
  })

  it('is refused to a second process as long as the first one lives', async () => {
    await start().url()
    const second = start()
    expect(await second.exit()).toBe(1)
    expect(second.lines.join('\n')).toMatch(/in use by process \d+/)
  })

  it.skipIf(!container)(
    'is refused to a process in another container, and free when that one is killed',
    async () => {
      const first = start(container ?? [])
      await first.url()
      // Both have the same number in their containers, and could take each other for themselves.
      const second = start(container ?? [])
      expect(await second.exit()).toBe(1)
      expect(second.lines.join('\n')).toMatch(/in use by process 1 /)
      first.child.kill('SIGKILL')
      await first.exit()
      await start(container ?? []).url()
    },
  )
})
