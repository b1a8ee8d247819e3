import { expect, it } from 'vitest'
import { LANGUAGES } from '../../src/domain/languages.ts'
import { createLog } from '../../src/observe/log.ts'
import { createBase } from '../../src/wiring/base.ts'
import { checkWordsSoon } from '../../src/wiring/word-check.ts'

it('words that cannot be used are reported soon after the start', async () => {
  const lines: string[] = []
  const base = createBase({ log: createLog('info', { write: (line) => lines.push(line) }) })
  checkWordsSoon({ overlays: {}, languages: LANGUAGES }, base)
  const overlays = {
    de: { greeting: 'Hallo {nam}', greting: 'Hallo', not_you: 'Nicht {du', app: 'unsere App' },
    eo: { greeting: 'Saluton {name}' },
  }
  checkWordsSoon({ overlays, languages: [...LANGUAGES, 'eo'] }, base)
  await expect.poll(() => lines.length).toBe(4)
  const reported = lines.map((line) => JSON.parse(line) as { level: unknown; msg: string })
  expect(reported.map(({ msg }) => msg)).toEqual([
    'Your words for de: greeting contains {nam}, which the English text does not contain.',
    'Your words for de: There is no text greting. The most similar is greeting.',
    expect.stringMatching(/^Your words for de: not_you is not a valid ICU message\./),
    expect.stringMatching(/^Your words for eo: \d+ of \d+ texts are missing/),
  ])
  const [first, , , last] = reported
  expect(first?.level).not.toEqual(last?.level)
})
