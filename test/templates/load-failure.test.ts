import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLog, logTemplateFailure } from '../../src/observe/log.ts'
import { createRenderer } from '../../src/templates/render.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bellhop-templates-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('templates that cannot be loaded', () => {
  it.each([
    ['throws.ts', "throw new TypeError('there is no\\nsuch colour')", 'there is no such colour'],
    ['missing.ts', "import './not-there.ts'", 'not-there'],
  ])('are told of in one line: %s', async (name, content, words) => {
    await writeFile(join(folder, name), content)
    const { loadFailure, warm } = createRenderer({
      loadEmails: () => import(/* @vite-ignore */ join(folder, name)),
    })
    const failure = await loadFailure()
    expect(failure).toContain(words)
    expect(failure).not.toContain('\n')
    const lines: string[] = []
    const log = createLog('info', { write: (line) => lines.push(line) })
    await warm().catch((error) => logTemplateFailure(log, error))
    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0] ?? '').msg).toContain(`A template cannot be loaded`)
    expect(lines[0]).toContain(words)
  })

  it('are no failure when they can', async () => {
    expect(await createRenderer().loadFailure()).toBeNull()
  })
})
