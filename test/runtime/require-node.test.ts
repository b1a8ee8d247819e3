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

describe('a Node version that is too old', () => {
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

  it.runIf(hasOldNode).each(['src/main.ts', 'src/bin.ts'])('gets one line from %s', (file) => {
    const { status, stderr } = run('node', file)
    expect(stderr).toMatch(/^Bellhop needs Node .*\n$/)
    expect(status).toBe(1)
  })

  it.runIf(hasOldNode)('knows the options of npm start', () => {
    const [, ...args] = manifest.scripts.start.split(' ')
    const { stderr } = spawnSync('node', args, { cwd: ROOT, env: { PATH }, encoding: 'utf8' })
    expect(stderr).toMatch(/^Bellhop needs Node .*\n$/)
  })

  it('is older than the version that each package of a production install needs', async () => {
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

describe('a command that is run too early', () => {
  const said = (script: string, cwd = ROOT) =>
    spawnSync('sh', ['-c', script], { env: { PATH }, encoding: 'utf8', cwd })

  it('says that the build is missing', () => {
    const { status, stderr } = said(manifest.scripts.prestart, tmpdir())
    expect(stderr).toBe('The build is missing: run npm run build first.\n')
    expect(status).toBe(1)
  })

  it.each(['predev', 'predemo', 'prebellhop'] as const)(
    'says that dependencies are missing: %s',
    (name) => {
      const { status, stderr } = said(manifest.scripts[name])
      expect(stderr).toBe(
        'The development dependencies are missing: run npm install --include=dev.\n',
      )
      expect(status).toBe(1)
    },
  )
})

it('the lock file has the form that npm 10 and npm 11 both leave unchanged', async () => {
  // npm 10 removes them, npm 11 does not add them.
  expect(await readFile(join(ROOT, 'package-lock.json'), 'utf8')).not.toContain('"libc"')
})

describe('a production install', () => {
  it('says how to install the development dependencies if they are missing', () => {
    const { status, stderr } = spawnSync('sh', ['-c', manifest.scripts.prebuild], {
      env: { PATH },
      encoding: 'utf8',
    })
    expect(stderr).toContain(
      'The development dependencies are missing: run npm install --include=dev.\n',
    )
    expect(status).toBe(1)
  })

  it('has them in the commands of the documents', async () => {
    const setUp = await readFile(join(ROOT, 'docs/setup.md'), 'utf8')
    expect(setUp).toContain('npm install --include=dev && npm run build')
  })

  it('is started by the documents as by npm start', async () => {
    const setUp = await readFile(join(ROOT, 'docs/setup.md'), 'utf8')
    expect(setUp).toContain(manifest.scripts.start)
  })
})
