import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, inject, it } from 'vitest'
import { OPS_TOKEN } from '../support/bellhop.ts'
import { startFromSource } from '../support/bellhop-process.ts'
import { openFolder } from '../support/home.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** A hook that replaces the German catalogue by `source`. */
const german = (source: string) =>
  `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module'
  const german = { format: 'json', source: ${JSON.stringify(source)}, shortCircuit: true }
  registerHooks({
    load: (url, context, next) =>
      url.includes('/locales/de.json') ? german : next(url, context),
  })`)}`

const HALF_WRITTEN = german('{,')

const LINE = /^A file cannot be loaded: .*de\.json.*$/

describe('a source file that cannot be loaded', () => {
  it('is reported in one line and at every address in development', async () => {
    const service = startFromSource({}, HALF_WRITTEN)
    try {
      const said = await service.line(/cannot be loaded/)
      expect(said).toMatch(LINE)
      expect(service.lines).toEqual([said])
      const [url = ''] = /http:\S+/.exec(said) ?? []
      const page = await fetch(url, { headers: { accept: 'text/html' } })
      expect(page.status).toBe(503)
      expect(await page.text()).toContain('de.json')
      const answer = await fetch(`${url}/api/webhooks`, { method: 'POST' })
      expect(answer.status).toBe(503)
    } finally {
      service.child.kill('SIGKILL')
    }
  })

  it('is shown instead of the outbox when it can be loaded and not used', async () => {
    await using home = await openFolder(inject('dataDir'))
    const service = startFromSource(home.env, german('{"app":"{oops"}'))
    try {
      expect(await service.line(/catalogue/)).toContain('A catalogue is broken')
      const headers = { authorization: `Bearer ${OPS_TOKEN}`, accept: 'text/html' }
      const page = await fetch(await service.url(), { headers })
      expect(page.status).toBe(500)
      expect(await page.text()).toContain(
        'src/templates/locales/de.json: app is not a valid ICU message',
      )
      const anyway = await fetch(`${await service.url()}/?anyway=1`, { headers })
      expect(anyway.status).toBe(200)
    } finally {
      service.child.kill('SIGKILL')
      await service.exit()
    }
  })

  it('ends the service in production', async () => {
    const service = startFromSource({ NODE_ENV: 'production' }, HALF_WRITTEN)
    expect(await service.exit()).toBe(1)
    expect(service.lines).toHaveLength(1)
  })

  it('ends a command with one line', () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', '--import', HALF_WRITTEN, 'src/bin.ts', 'render', 'welcome'],
      {
        cwd: ROOT,
        env: { PATH: '/usr/bin:/bin', BELLHOP_CONFIG: 'off' },
        encoding: 'utf8',
        timeout: 60_000,
      },
    )
    expect(stderr.trimEnd()).toMatch(LINE)
    expect(status).toBe(1)
  })
})
