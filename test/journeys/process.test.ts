import { chmod, lstat, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { OPS_TOKEN } from '../support/bellhop.ts'
import { type BellhopProcess, startProcess } from '../support/bellhop-process.ts'
import { emailCreated } from '../support/clerk-events.ts'

describe('the process on the embedded engine', { timeout: 90_000 }, () => {
  let dataDir: string
  let running: BellhopProcess[]

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'bellhop-process-'))
    running = []
  })
  afterEach(async () => {
    for (const { child } of running) child.kill('SIGKILL')
    await rm(dataDir, { recursive: true, force: true })
  })

  function start(env: Record<string, string> = {}): BellhopProcess {
    const service = startProcess({ DATA_DIR: dataDir, ...env })
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

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'stops cleanly at %s and has everything when it starts again',
    async (signal) => {
      const first = start()
      const { messageId } = await post(first)
      await first.line(/"outcome":"accepted"/)
      const asked = Date.now()
      first.child.kill(signal)
      expect(await first.exit()).toBe(0)
      expect(Date.now() - asked).toBeLessThan(10_000)
      expect(first.lines.at(-1)).toContain('stopped')
      const second = start()
      expect(await statusOf(second, messageId)).toBe('sent')
    },
  )

  it('starts again after kill -9 and delivers what it had accepted', async () => {
    const first = start()
    const posted = await Promise.all(Array.from({ length: 20 }, () => post(first)))
    first.child.kill('SIGKILL')
    await first.exit()
    expect(posted.every(({ status }) => status === 'accepted')).toBe(true)
    const second = start()
    for (const { messageId } of posted) {
      for (;;) {
        if ((await statusOf(second, messageId)) === 'sent') break
        await new Promise((resolve) => setTimeout(resolve, 200))
      }
    }
  })

  it('keeps its files to its owner, also those that were open to others', async () => {
    const all = async () => {
      const entries = await readdir(dataDir, { recursive: true })
      return [dataDir, ...entries.map((name) => join(dataDir, name))]
    }
    const open = async () => {
      const stats = await Promise.all((await all()).map((path) => lstat(path)))
      return stats.filter(({ mode }) => (mode & 0o077) !== 0).length
    }
    await chmod(dataDir, 0o777)
    const first = start({ CLERK_WEBHOOK_SIGNING_SECRET: '' })
    await first.url()
    expect((await all()).some((path) => path.endsWith('bellhop.lock.sqlite'))).toBe(true)
    expect(await open()).toBe(0)
    first.child.kill('SIGTERM')
    expect(await first.exit()).toBe(0)
    expect(await open()).toBe(0)

    for (const path of await all()) await chmod(path, 0o777)
    const second = start({ CLERK_WEBHOOK_SIGNING_SECRET: '' })
    await second.url()
    expect(await open()).toBe(0)
  })

  it('refuses a directory that another process has open', async () => {
    const first = start()
    await first.url()
    const second = start()
    expect(await second.exit()).toBe(1)
    expect(second.lines.join('\n')).toMatch(/in use by process \d+/)
  })

  it('says all that is wrong with its configuration and exits with 1', async () => {
    const service = start({ NODE_ENV: 'production', PORT: 'x', CLERK_WEBHOOK_SIGNING_SECRET: '' })
    expect(await service.exit()).toBe(1)
    const output = service.lines.join('\n')
    for (const name of [
      'PORT',
      'CLERK_WEBHOOK_SIGNING_SECRET',
      'RESEND_API_KEY',
      'TWILIO_ACCOUNT_SID',
    ]) {
      expect(output).toContain(`- ${name}: `)
    }
  })
})
