import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, openSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

describe('the program', () => {
  it.runIf(existsSync('/dev/full'))('says in one line that it cannot write', () => {
    const bin = fileURLToPath(new URL('../../src/bin.ts', import.meta.url))
    const full = openSync('/dev/full', 'w')
    const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', bin, '--help'], {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    })
    closeSync(full)
    expect(stderr).toMatch(/^Unexpected: .*ENOSPC.*\n$/)
    expect(status).toBe(1)
  })
})
