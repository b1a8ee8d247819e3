import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, openSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }

const BIN = fileURLToPath(new URL('../../dist/src/bin.js', import.meta.url))

describe('the program', () => {
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
})
