import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config/config.ts'
import { ConfigError } from '../../src/config/config-error.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'bellhop-words-'))
})
afterAll(() => rm(root, { recursive: true }))

/** A folder with these files. */
async function folderWith(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  await mkdir(join(root, name))
  for (const [file, content] of Object.entries(files)) {
    await writeFile(join(root, name, file), content)
  }
  return name
}

function problemsOf(file: object): readonly string[] {
  try {
    readConfig({}, file, { root, name: 'bellhop.config.ts' })
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

it('files of words are all checked, and each fault is named', async () => {
  const words = await folderWith('faulty', {
    'de.json': '{}',
    'english words.json': '{}',
    'und.json': '{}',
    'en-GB-oxendict.json': '{}',
    'pt-BR.json': '{}',
    'pt_br.json': '{}',
    'fr.json': '[]',
    'it.json': '{ "a": }',
  })
  expect(problemsOf({ words })).toEqual(
    [
      'words has the file en-GB-oxendict.json, which nobody would get: a reader has a language, a script and a region. Rename it to en-GB.json.',
      'words has the file english words.json: its name is not a language tag such as en.json or pt-PT.json.',
      'words has the file fr.json, which is not an object in JSON.',
      'words has the file it.json, which is not an object in JSON.',
      'words has two files for pt-BR. Put both into pt-BR.json.',
      'words has the file und.json: its name is not a language tag such as en.json or pt-PT.json.',
    ].map((problem) => `bellhop.config.ts: ${problem}`),
  )
})

describe('languages of locales', () => {
  it.each([['en', 'de', 'pt-BR', 'pt', 'pt-PT', 'en-GB', 'zh-Hant', 'zh-HK', 'no-NO']])(
    'are those with words, and their varieties',
    async (...locales) => {
      const words = await folderWith('norwegian', { 'nb.json': '{}' })
      expect(problemsOf({ locales, words })).toEqual([])
    },
  )

  it.each([
    ['jp', 'Did you mean ja?'],
    ['cn', 'Did you mean zh-CN?'],
    ['ua', 'Did you mean uk?'],
    ['german', 'Did you mean de?'],
    ['spanisch', 'Did you mean es?'],
    ['chinese', 'Did you mean zh-CN or zh-TW?'],
    ['xx', 'There are en, ar, de, '],
    ['sv', 'There are en, ar, de, '],
    ['ru-Latn', 'There are en, ar, de, '],
  ])('must be known: %s', (tag, advice) => {
    const [problem = '', ...others] = problemsOf({ locales: ['en', tag] })
    expect(others).toEqual([])
    expect(problem).toContain(
      `bellhop.config.ts: locales names ${tag}, which there are no words in.`,
    )
    expect(problem).toContain(advice)
    expect(problem).toMatch(/For another language, add [\w-]+\.json to words\.$/)
  })

  it('are known by an empty file of words too, for own templates', async () => {
    const words = await folderWith('swahili', { 'sw.json': '{}' })
    expect(problemsOf({ locales: ['en', 'sw'], words })).toEqual([])
  })
})
