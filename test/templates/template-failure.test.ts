import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import * as welcome from '../../emails/welcome.tsx'
import { createLog, logTemplateFailure } from '../../src/observe/log.ts'
import { brokenWords } from '../../src/templates/broken-words.ts'
import { CATALOGUES } from '../../src/templates/catalogues.ts'
import { type Registry, template } from '../../src/templates/registry.ts'
import { createRenderer } from '../../src/templates/render.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bellhop-templates-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function failureOf(loadEmails: () => Promise<Registry>) {
  const failure = await createRenderer({ loadEmails }).check()
  expect(failure?.cause).not.toContain('\n')
  return failure
}

describe('templates that cannot be loaded', () => {
  it.each([
    ['throws.ts', "throw new TypeError('there is no\\nsuch colour')", 'there is no such colour'],
    ['missing.ts', "import './not-there.ts'", 'not-there'],
  ])('are reported in one line: %s', async (name, content, words) => {
    await writeFile(join(folder, name), content)
    const failure = await failureOf(() => import(/* @vite-ignore */ join(folder, name)))
    expect(failure).toEqual({
      title: 'The templates cannot be loaded',
      cause: expect.stringContaining(words),
    })
    const lines: string[] = []
    const log = createLog('info', { write: (line) => lines.push(line) })
    if (failure) logTemplateFailure(log, failure)
    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0] ?? '').msg).toMatch(/^The templates cannot be loaded, .*: .*/)
    expect(lines[0]).toContain(words)
  })

  it('are not reported when they can be loaded', async () => {
    expect(await createRenderer().check()).toBeNull()
  })
})

describe('a template that fails', () => {
  const none = z.object({})
  const { default: component, subject, text } = welcome
  const Throws = Object.assign(
    () => {
      throw new TypeError('no such colour')
    },
    { PreviewProps: component.PreviewProps },
  )
  const throwing = () => {
    throw new TypeError('no such words')
  }

  it.each([
    ['exports no component', { subject, text }, 'does not export its component'],
    ['exports no subject', { default: component, text }, 'does not export "subject".'],
    ['throws when it is rendered', { default: Throws, subject, text }, 'no such colour'],
    ['throws when its text is made', { default: component, subject, text: throwing }, 'words'],
  ])('is named with its file when it %s', async (_, module, why) => {
    const failure = await failureOf(async () => ({
      account_locked: template(none, module as unknown as typeof welcome),
    }))
    expect(failure).toEqual({
      title: 'The template for account_locked fails',
      cause: expect.stringMatching(new RegExp(`^emails/account-locked\\.tsx: .*${why}`)),
    })
  })
})

describe('a catalogue that is broken', () => {
  const german = (change: (words: Record<string, unknown>) => void) => {
    const words = structuredClone(CATALOGUES.de) as unknown as Record<string, unknown>
    change(words)
    return brokenWords({ en: CATALOGUES.en, de: words })
  }

  it.each<[string, (words: Record<string, unknown>) => void, RegExp]>([
    [
      'a brace is not closed',
      (words) => Object.assign(words, { app: '{oops' }),
      /not a valid ICU message/,
    ],
    [
      'a plural has no other',
      (words) => Object.assign(words, { app: '{minutes, plural, one {x}}' }),
      /not a valid ICU message/,
    ],
    ['a text is missing', (words) => delete words.app, /is missing/],
    ['a text is a group', (words) => Object.assign(words, { app: {} }), /is not text/],
    ['a name is misspelled', (words) => Object.assign(words, { app: 'Hi {nmae}' }), /\{nmae\}/],
  ])('is reported with its text: %s', (_, change, why) => {
    const fault = german(change)
    expect(fault).toMatch(/^src\/templates\/locales\/de\.json: app /)
    expect(fault).toMatch(why)
  })

  it('is none of the included ones', () => {
    expect(brokenWords()).toBeNull()
  })
})
