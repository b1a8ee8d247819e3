import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  cpSync,
  existsSync,
  mkdtempSync,
  openSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { OPS_TOKEN, startBellhop } from '../support/bellhop.ts'
import { emailCreated } from '../support/clerk-events.ts'
import { createTestDatabase } from '../support/engines.ts'
import { freePort } from '../support/free-port.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const BIN = join(ROOT, 'dist/src/bin.js')

describe('the program', () => {
  let folder: string

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'bellhop-bin-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('prints its version', () => {
    const { status, stdout } = spawnSync(process.execPath, [BIN, '--version'], {
      encoding: 'utf8',
    })
    expect(stdout).toBe(`${manifest.version}\n`)
    expect(status).toBe(0)
  })

  it.runIf(existsSync('/dev/full'))('reports in one line that it cannot write', () => {
    const full = openSync('/dev/full', 'w')
    const { status, stderr } = spawnSync(process.execPath, [BIN, '--help'], {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    })
    closeSync(full)
    expect(stderr).toMatch(/^Unexpected: .*ENOSPC.*\n$/)
    expect(status).toBe(1)
  })

  it('is not disturbed by a reader that leaves', async () => {
    const child = spawn(process.execPath, [BIN, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.destroy()
    const stderr = text(child.stderr)
    const [code] = await once(child, 'exit')
    expect(await stderr).toBe('')
    expect(code).toBe(0)
  })

  it.each([
    ['a pipe', {}, false],
    ['FORCE_COLOR', { FORCE_COLOR: '1' }, true],
    ['NO_COLOR', { NO_COLOR: '1' }, false],
  ])('has the colours that are right for %s', (_, env, coloured) => {
    const { stderr } = spawnSync(process.execPath, [BIN, 'erase'], { encoding: 'utf8', env })
    expect(stderr.includes('\u001b[31m')).toBe(coloured)
    expect(stderr).toContain('The person to erase is missing.')
  })

  it('reads .env of the folder in which it runs', () => {
    writeFileSync(join(folder, '.env'), 'PORT=1\n')
    const { status, stderr } = spawnSync(process.execPath, [BIN, 'messages'], {
      cwd: folder,
      env: {},
      encoding: 'utf8',
    })
    expect(stderr).toContain('Nothing answers at http://127.0.0.1:1.')
    expect(status).toBe(3)
  })
})

describe('the command of the package', () => {
  const launch = (root: string) =>
    spawnSync(process.execPath, [join(root, manifest.bin.bellhop), '--version'], {
      cwd: tmpdir(),
      encoding: 'utf8',
    })

  it('runs the build', () => {
    expect(launch(ROOT)).toMatchObject({ stdout: `${manifest.version}\n`, stderr: '', status: 0 })
  })

  it('runs the source before a build, and says what to do before an installation', () => {
    const root = mkdtempSync(join(tmpdir(), 'bellhop-clone-'))
    for (const path of ['package.json', 'bin', 'src', 'emails']) {
      cpSync(join(ROOT, path), join(root, path), { recursive: true })
    }
    expect(launch(root)).toMatchObject({
      stderr: expect.stringContaining('npm install --include=dev'),
      status: 1,
    })
    symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'))
    expect(launch(root)).toMatchObject({ stdout: `${manifest.version}\n`, stderr: '', status: 0 })
    rmSync(root, { recursive: true })
  })
})

describe('tail', () => {
  it('follows a service over its restart, until Ctrl-C', async () => {
    await using database = await createTestDatabase('pglite')
    const env = { PORT: String(await freePort()) }
    let service = await startBellhop(database, env)
    const child = spawn(process.execPath, [BIN, 'tail', '--json', '--url', service.url], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { OPS_TOKEN },
    })
    const printed = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const complaints = createInterface({ input: child.stderr })[Symbol.asyncIterator]()
    /** Reads on until a message has this status. */
    async function printedAs(id: unknown, status: string) {
      for (;;) {
        const { value } = await printed.next()
        const message = JSON.parse(String(value))
        if (message.id === id && message.status === status) return
      }
    }

    const first = await service.post(emailCreated())
    await printedAs(first.answer.messageId, 'sent')
    await service[Symbol.asyncDispose]()
    expect((await complaints.next()).value).toMatch(/^Nothing answers at .* Waiting for it\.$/)
    service = await startBellhop(database, env)
    expect((await complaints.next()).value).toMatch(/answers again/)
    const second = await service.post(emailCreated())
    await printedAs(second.answer.messageId, 'sent')

    child.kill('SIGINT')
    const [code] = await once(child, 'exit')
    expect(code).toBe(0)
    await service[Symbol.asyncDispose]()
  })
})
