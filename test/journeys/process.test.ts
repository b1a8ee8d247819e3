import { chmod, lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { OPS_TOKEN } from '../support/bellhop.ts'
import { type BellhopProcess, startProcess } from '../support/bellhop-process.ts'
import { emailCreated } from '../support/clerk-events.ts'
import { openFolder } from '../support/home.ts'

describe('the process on the embedded engine', () => {
  let home: Awaited<ReturnType<typeof openFolder>>
  let running: BellhopProcess[]

  beforeEach(async () => {
    home = await openFolder(inject('dataDir'))
    running = []
  })
  afterEach(async () => {
    for (const { child } of running) child.kill('SIGKILL')
    await home[Symbol.asyncDispose]()
  })

  function start(env: Record<string, string> = {}): BellhopProcess {
    const service = startProcess({ ...home.env, ...env })
    running.push(service)
    return service
  }

  async function post(service: BellhopProcess): Promise<{ status: string; messageId: string }> {
    const response = await service.post(emailCreated())
    return (await response.json()) as { status: string; messageId: string }
  }

  async function statusOf(service: BellhopProcess, id: string): Promise<string> {
    const response = await fetch(`${await service.url()}/api/messages/${id}`, {
      headers: { Authorization: `Bearer ${OPS_TOKEN}` },
    })
    return ((await response.json()) as { message: { status: string } }).message.status
  }

  it('stops cleanly at SIGTERM and SIGINT, and still has the message when it starts again', async () => {
    const first = start()
    const { messageId } = await post(first)
    await first.line(/"outcome":"accepted"/)
    first.child.kill('SIGTERM')
    expect(await first.exit()).toBe(0)
    expect(first.lines.at(-1)).toContain('stopped')
    const second = start()
    expect(await statusOf(second, messageId)).toBe('sent')
    second.child.kill('SIGINT')
    expect(await second.exit()).toBe(0)
    expect(second.lines.at(-1)).toContain('stopped')
  })

  it('starts again after kill -9 and delivers the messages that it had accepted', async () => {
    const first = start()
    const posted = await Promise.all(Array.from({ length: 20 }, () => post(first)))
    first.child.kill('SIGKILL')
    await first.exit()
    expect(posted.every(({ status }) => status === 'accepted')).toBe(true)
    const second = start()
    for (const { messageId } of posted) {
      await expect.poll(() => statusOf(second, messageId), { timeout: 60_000 }).toBe('sent')
    }
  })

  it('keeps its files to its owner, also those that others could read before', async () => {
    await using empty = await openFolder()
    const all = async () => {
      const entries = await readdir(empty.dataDir, { recursive: true })
      return [empty.dataDir, ...entries.map((name) => join(empty.dataDir, name))]
    }
    const open = async () => {
      const stats = await Promise.all((await all()).map((path) => lstat(path)))
      return stats.filter(({ mode }) => (mode & 0o077) !== 0).length
    }
    await chmod(empty.dataDir, 0o777)
    const env = { ...empty.env, CLERK_WEBHOOK_SIGNING_SECRET: '' }
    const first = start(env)
    await first.url()
    expect((await all()).some((path) => path.endsWith('bellhop.lock.sqlite'))).toBe(true)
    expect(await open()).toBe(0)
    first.child.kill('SIGTERM')
    expect(await first.exit()).toBe(0)
    expect(await open()).toBe(0)

    for (const path of await all()) await chmod(path, 0o777)
    const second = start(env)
    await second.url()
    expect(await open()).toBe(0)
    second.child.kill('SIGTERM')
    await second.exit()
  })

  it('names every mistake in its configuration and exits with 1', async () => {
    const service = start({ NODE_ENV: 'production', PORT: 'x', CLERK_WEBHOOK_SIGNING_SECRET: '' })
    expect(await service.exit()).toBe(1)
    const output = service.lines.join('\n')
    for (const name of [
      'PORT',
      'CLERK_WEBHOOK_SIGNING_SECRET',
      'RESEND_API_KEY',
      'TWILIO_ACCOUNT_SID',
    ]) {
      expect(output).toContain(`- ${name} `)
    }
  })
})
