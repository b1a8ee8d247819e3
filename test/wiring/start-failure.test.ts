import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { ASK_DOCTOR } from '../../src/domain/doctor.ts'
import { startProcess } from '../support/bellhop-process.ts'
import { freePort } from '../support/free-port.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

describe('a service that cannot start', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bellhop-start-'))
    await cp(inject('dataDir'), join(folder, 'data'), { recursive: true })
    await writeFile(join(folder, 'file'), '')
  })
  afterAll(() => rm(folder, { recursive: true }))

  /** The last line before it ends. */
  async function lastWords(env: Record<string, string>): Promise<string> {
    const service = startProcess({ DATA_DIR: join(folder, 'data'), ...env })
    expect(await service.exit()).toBe(1)
    const said = service.lines.filter((line) => !line.startsWith('{"level":"warn"'))
    expect(said).toHaveLength(1)
    return said[0] ?? ''
  }

  it('reports that its port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    expect(await lastWords({ PORT: String(port) })).toBe(
      `Port ${port} of 127.0.0.1 is in use: stop the process that listens there, or set PORT to another.`,
    )
    server.close()
  })

  it('reports that its host is not of this machine', async () => {
    // Reserved for documentation.
    expect(await lastWords({ HOST: '192.0.2.1' })).toMatch(/^192\.0\.2\.1 .* set HOST to/)
  })

  it('reports that PostgreSQL does not answer, without the password', async () => {
    const url = `postgres://ada:hunter2hunter2@127.0.0.1:${await freePort()}/hotel`
    const said = await lastWords({ DATABASE_URL: url })
    expect(said).toMatch(
      new RegExp(
        `^No PostgreSQL answers at 127\\.0\\.0\\.1:\\d+: .* DATABASE_URL\\. ${ASK_DOCTOR}$`,
      ),
    )
  })

  it.each([
    ['captures on the embedded engine', {}],
    ['makes a secret', { CLERK_WEBHOOK_SIGNING_SECRET: '' }],
  ])('reports that DATA_DIR is a file when it %s', async (_, env) => {
    expect(await lastWords({ DATA_DIR: join(folder, 'file'), ...env })).toMatch(
      /file \(DATA_DIR\) is not a directory: /,
    )
  })

  it.runIf(existsSync('/proc/self'))(
    'reports that DATA_DIR cannot be created in /proc',
    async () => {
      expect(await lastWords({ DATA_DIR: '/proc/bellhop' })).toMatch(/DATA_DIR/)
    },
  )

  it('ends although a file operation never returns', () => {
    const fifo = join(folder, 'fifo')
    spawnSync('mkfifo', [fifo])
    const script = `
      import { open } from 'node:fs'
      import { StartError } from './dist/src/domain/start-error.js'
      import { fail } from './dist/src/wiring/start-failure.js'
      open(${JSON.stringify(fifo)}, 'r', () => {})
      setImmediate(() => fail(new StartError('It hangs.', { stuck: true })))`
    const { signal, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: ROOT,
      encoding: 'utf8',
      env: { PATH: '/usr/bin:/bin' },
      timeout: 60_000,
    })
    expect(stderr).toBe('It hangs.\n')
    expect(signal).toBe('SIGKILL')
  })
})

describe('a command that cannot read DATA_DIR', () => {
  it('names the directory', async () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      ['dist/src/bin.js', 'trigger', 'email.created'],
      {
        cwd: ROOT,
        env: { PATH: '/usr/bin:/bin', DATA_DIR: join(ROOT, 'package.json') },
        encoding: 'utf8',
        timeout: 60_000,
      },
    )
    expect(stderr).toMatch(
      /^The signing secret in DATA_DIR cannot be read \(ENOTDIR\)\.\nSet DATA_DIR/,
    )
    expect(status).toBe(2)
  })
})
