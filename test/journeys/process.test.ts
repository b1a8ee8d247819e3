import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Webhook } from 'svix'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { OPS_TOKEN, SECRET } from '../support/bellhop.ts'
import { emailCreated } from '../support/clerk-events.ts'
import { freePort } from '../support/free-port.ts'

let sequence = 0

interface Service {
  readonly child: ChildProcess
  readonly lines: string[]
  /** Resolves with the first line of the log that matches. */
  line(pattern: RegExp): Promise<string>
  exit(): Promise<number | null>
}

describe('the process on the embedded engine', () => {
  let dataDir: string
  let port: number
  let running: ChildProcess[]

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'bellhop-process-'))
    port = await freePort()
    running = []
  })
  afterEach(async () => {
    for (const child of running) child.kill('SIGKILL')
    await rm(dataDir, { recursive: true, force: true })
  })

  function start(env: Record<string, string> = {}): Service {
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
      cwd: new URL('../..', import.meta.url).pathname,
      env: {
        PATH: '/usr/bin:/bin',
        PORT: String(port),
        DATA_DIR: dataDir,
        CLERK_WEBHOOK_SIGNING_SECRET: SECRET,
        OPS_TOKEN,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    running.push(child)
    const lines: string[] = []
    const waiting = new Set<{ pattern: RegExp; resolve(line: string): void }>()
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line)
        for (const waiter of waiting) if (waiter.pattern.test(line)) waiter.resolve(line)
      })
    }
    return {
      child,
      lines,
      line(pattern) {
        const seen = lines.find((line) => pattern.test(line))
        if (seen) return Promise.resolve(seen)
        return new Promise((resolve) => waiting.add({ pattern, resolve }))
      },
      async exit() {
        if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
        return child.exitCode
      },
    }
  }

  async function post(event: unknown): Promise<{ status: string; messageId: string }> {
    const body = JSON.stringify(event)
    const at = new Date()
    const id = `msg_${++sequence}`
    const response = await fetch(`http://127.0.0.1:${port}/api/webhooks`, {
      method: 'POST',
      body,
      headers: {
        'svix-id': id,
        'svix-timestamp': String(Math.floor(at.getTime() / 1000)),
        'svix-signature': new Webhook(SECRET).sign(id, at, body),
      },
    })
    return (await response.json()) as { status: string; messageId: string }
  }

  async function statusOf(id: string): Promise<string> {
    const response = await fetch(`http://127.0.0.1:${port}/api/messages/${id}`, {
      headers: { Authorization: `Bearer ${OPS_TOKEN}` },
    })
    return ((await response.json()) as { message: { status: string } }).message.status
  }

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'stops cleanly at %s and has everything when it starts again',
    async (signal) => {
      const first = start()
      await first.line(/listening/)
      const { messageId } = await post(emailCreated())
      await first.line(/"outcome":"accepted"/)
      const asked = Date.now()
      first.child.kill(signal)
      expect(await first.exit()).toBe(0)
      expect(Date.now() - asked).toBeLessThan(10_000)
      expect(first.lines.at(-1)).toContain('stopped')
      const second = start()
      await second.line(/listening/)
      expect(await statusOf(messageId)).toBe('sent')
    },
  )

  it('starts again after kill -9 and delivers what it had accepted', async () => {
    const first = start()
    await first.line(/listening/)
    const posted = await Promise.all(Array.from({ length: 20 }, () => post(emailCreated())))
    first.child.kill('SIGKILL')
    await first.exit()
    expect(posted.every(({ status }) => status === 'accepted')).toBe(true)
    const second = start()
    await second.line(/listening/)
    for (const { messageId } of posted) {
      for (;;) {
        if ((await statusOf(messageId)) === 'sent') break
        await new Promise((resolve) => setTimeout(resolve, 200))
      }
    }
  }, 40_000)

  it('refuses a directory that another process has open', async () => {
    const first = start()
    await first.line(/listening/)
    const second = start({ PORT: '0' })
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

  it('says so when its port is taken', async () => {
    const server = createServer().listen(port, '127.0.0.1')
    await once(server, 'listening')
    const service = start()
    expect(await service.exit()).toBe(1)
    expect(service.lines.join('\n')).toContain('EADDRINUSE')
    server.close()
  })
})
