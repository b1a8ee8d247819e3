import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const MAIN = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url))

describe('.env and .env.local', () => {
  let folder: string
  let file: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bellhop-env-'))
    file = join(folder, '.env')
  })
  afterEach(() => rm(folder, { recursive: true }))

  /** What the service says when it is started in the folder. */
  function start(env: Record<string, string> = {}) {
    const own = { BELLHOP_CONFIG: 'off', ...env }
    const options = { cwd: folder, env: own, encoding: 'utf8', timeout: 60_000 } as const
    return spawnSync(process.execPath, [MAIN], options)
  }

  it('are read from the working directory: the environment counts first, then .env.local', async () => {
    await writeFile(file, '# ours\nPORT="front"\nLOG_LEVEL=loud\nNODE_ENV=staging\n')
    await writeFile(`${file}.local`, 'NODE_ENV=development\nLOG_LEVEL=loud\n')
    const { status, stderr } = start({ LOG_LEVEL: 'info' })
    expect(stderr).toContain('PORT must be')
    expect(stderr).not.toContain('LOG_LEVEL')
    expect(stderr).not.toContain('NODE_ENV')
    expect(status).toBe(1)
  })

  it.each(['.env', '.env.local'])('are named when they cannot be read: %s', async (name) => {
    await mkdir(join(folder, name))
    const { status, stderr } = start()
    expect(stderr).toBe(
      `${join(folder, name)} cannot be read (EISDIR): let the user of this process read it, or move it away.\n`,
    )
    expect(status).toBe(1)
  })
})
