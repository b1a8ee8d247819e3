import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const PATH = '/usr/bin:/bin'
const NEEDED = manifest.engines.node.replace('>=', '')

function isOlder(one: string, other: string): boolean {
  const [a = 0, b = 0] = one.split('.').map(Number)
  const [c = 0, d = 0] = other.split('.').map(Number)
  return a < c || (a === c && b < d)
}

function run(node: string, ...args: string[]) {
  const options = { cwd: ROOT, env: { PATH }, encoding: 'utf8', timeout: 60_000 } as const
  return spawnSync(node, ['--import', 'tsx', ...args], options)
}

/** The Node of this machine, where it is too old for Bellhop. */
const found = spawnSync('node', ['--version'], { env: { PATH }, encoding: 'utf8' })
const own = found.stdout?.trim().replace('v', '') ?? ''
const hasOldNode = own !== '' && !isOlder(own, '20.0') && isOlder(own, NEEDED)

describe('a Node that is too old', () => {
  it.each(['src/main.ts', 'src/bin.ts'])('is refused by %s in one line', (file) => {
    const pretence =
      'data:text/javascript,Object.defineProperty(process,"versions",{value:{node:"20.20.2"}})'
    const { status, stdout, stderr } = run(process.execPath, '--import', pretence, file)
    expect(stderr).toMatch(
      new RegExp(
        `^Bellhop needs Node ${NEEDED} or newer, and this is Node 20\\.20\\.2\\. Install Node .*\\n$`,
      ),
    )
    expect(stdout).toBe('')
    expect(status).toBe(1)
  })

  it.runIf(hasOldNode).each(['src/main.ts', 'src/bin.ts'])('cannot run %s, and says so', (file) => {
    const { status, stderr } = run('node', file)
    expect(stderr).toMatch(/^Bellhop needs Node .*\n$/)
    expect(status).toBe(1)
  })

  it('is refused before npm start gives it options that it does not know', () => {
    const { scripts } = manifest
    for (const check of [scripts.prestart, scripts['prestart:lean']]) {
      expect(check).toMatch(/; node dist\/src\/runtime\/require-node\.js$/)
    }
  })

  it('is one older than any package of a production install asks for', async () => {
    const lock = JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { dev?: boolean; engines?: { node?: string } }>
    }
    expect(lock.packages['']?.engines?.node).toBe(manifest.engines.node)
    for (const [name, { dev, engines }] of Object.entries(lock.packages)) {
      const [, least] = /^>= ?(\d+\.?\d*\.?\d*)$/.exec(engines?.node ?? '') ?? []
      // Only loaded when traces are switched on, which README says.
      if (name.includes('/@opentelemetry/')) continue
      if (least && !dev) expect(isOlder(NEEDED, least), `${name} asks for ${least}`).toBe(false)
    }
  })
})

describe('a command that comes too early', () => {
  const said = (script: string, cwd = ROOT) =>
    spawnSync('sh', ['-c', script], { env: { PATH }, encoding: 'utf8', cwd })

  it.each(['prestart', 'prestart:lean'] as const)('is told to build first: %s', (name) => {
    const { status, stderr } = said(manifest.scripts[name], tmpdir())
    expect(stderr).toBe('Nothing is built yet: run npm run build first.\n')
    expect(status).toBe(1)
  })

  it.each(['predev', 'predemo', 'prebellhop'] as const)('is told to install first: %s', (name) => {
    const { status, stderr } = said(manifest.scripts[name])
    expect(stderr).toBe('Not all is installed: run npm install --include=dev.\n')
    expect(status).toBe(1)
  })
})

it('the lock file is in the form that every npm leaves as it is', async () => {
  // npm 10 removes them, npm 11 does not add them.
  expect(await readFile(join(ROOT, 'package-lock.json'), 'utf8')).not.toContain('"libc"')
})

describe('a production install', () => {
  it('without the development dependencies is told how to get what builds', () => {
    const { status, stderr } = spawnSync('sh', ['-c', manifest.scripts.prebuild], {
      env: { PATH },
      encoding: 'utf8',
    })
    expect(stderr).toContain(
      'The build needs the development dependencies: run npm install --include=dev.\n',
    )
    expect(status).toBe(1)
  })

  it('is written in README with them', async () => {
    const readme = await readFile(join(ROOT, 'README.md'), 'utf8')
    expect(readme).toContain('npm install --include=dev && npm run build && npm start')
  })
})
