import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { run } from '../../src/cli/run.ts'
import { loadConfig } from '../../src/config/config.ts'
import { setVocabulary } from '../../src/templates/vocabulary.ts'
import { openOfflineTools } from '../../src/wiring/offline.ts'
import { cliContext } from '../support/cli-context.ts'

const PROJECT = fileURLToPath(new URL('../fixtures/project/bellhop.config.ts', import.meta.url))
const BROKEN = fileURLToPath(
  new URL('../fixtures/broken-project/bellhop.config.ts', import.meta.url),
)

describe('check-templates', () => {
  let stdout: string[]
  let stderr: string[]
  beforeEach(() => {
    stdout = []
    stderr = []
  })
  afterEach(() => setVocabulary())

  function check(settings: string, ...options: string[]): Promise<number> {
    return run(
      ['check-templates', ...options],
      cliContext({
        offlineTools: async () => openOfflineTools(await loadConfig({ BELLHOP_CONFIG: settings })),
        fetch: () => Promise.reject(new Error('No service is needed.')),
        print: (line) => stdout.push(line),
        complain: (line) => stderr.push(line),
      }),
    )
  }

  async function findings(...options: string[]): Promise<Record<string, unknown>[]> {
    expect(await check(BROKEN, '--json', ...options)).toBe(1)
    return stdout.map((line) => JSON.parse(line))
  }

  it('finds nothing in the messages of Bellhop', async () => {
    expect(await check('off')).toBe(0)
    expect(stdout).toEqual(['28 emails and 7 SMS in 18 languages: no findings'])
  })

  it('leaves out what the settings leave to Clerk or switch off', async () => {
    expect(await check(PROJECT)).toBe(0)
    expect(stdout).toEqual(['26 emails and 6 SMS in 2 languages: no findings'])
  })

  it('names the file of a template that throws', async () => {
    expect(await findings('--slug', 'welcome', '--language', 'en')).toContainEqual({
      slug: 'welcome',
      channel: 'email',
      language: 'en',
      instance: null,
      check: 'renders',
      level: 'error',
      message: expect.stringMatching(/emails\/throws\.tsx:4:\d+: There is no such gift\./),
    })
  })

  it('finds a link that a template has changed, and no fault in a link of its own', async () => {
    const links = (await findings('--slug', 'magic_link_sign_in', '--language', 'en')).filter(
      ({ check: name }) => name === 'links',
    )
    expect(links.map(({ message }) => message)).toEqual([
      expect.stringContaining('HTML part does not link'),
      expect.stringContaining('text part lacks the link'),
      expect.stringContaining('made from it: https://count.example.dev/?to='),
    ])
  })

  it('finds links that run together in the text part, and not those with a space between them', async () => {
    const links = (await findings('--slug', 'waitlist_confirmation')).filter(
      ({ check: name }) => name === 'links',
    )
    expect(links).toMatchObject([
      { language: 'en', level: 'warning', message: expect.stringContaining('Help centerPrivacy') },
      { language: 'de', message: expect.stringContaining('/helphttps://northwind.dev/privacy') },
    ])
  })

  it('checks the words of the operator', async () => {
    const words = (await findings('--slug', 'passkey_removed')).filter(
      ({ check: name }) => name === 'words',
    )
    expect(words).toMatchObject([
      { language: 'de', message: expect.stringMatching(/emails\.invitation\.subjct.*subject\.$/) },
      { language: 'de', message: expect.stringContaining('contains {first_name}') },
      { language: 'de', message: expect.stringContaining('not a valid ICU message') },
      { language: 'de', message: expect.stringContaining('There is no text help') },
      { language: 'eo', level: 'warning', message: expect.stringMatching(/^\d+ of \d+ texts/) },
    ])
  })

  it.each([
    ['verification_code', 'code', 'error', 'The HTML part lacks the code.'],
    ['verification_code', 'code', 'error', 'The text part lacks the code.'],
    ['verification_code', 'subject', 'error', 'The subject is empty.'],
    ['reset_password_code', 'subject', 'error', '{otp_cod}'],
    ['account_locked', 'subject', 'warning', '191 characters'],
    ['account_locked', 'size', 'warning', '118 KB'],
  ])('reports about %s: %s, %s', async (slug, name, level, words) => {
    expect(await findings('--slug', slug, '--language', 'en')).toContainEqual(
      expect.objectContaining({
        slug,
        check: name,
        level,
        message: expect.stringContaining(words),
      }),
    )
  })

  it('checks colours, and the settings of each instance', async () => {
    const found = await findings('--slug', 'reset_password_code')
    expect(found).toContainEqual(
      expect.objectContaining({ slug: null, check: 'contrast', level: 'error' }),
    )
    expect(found).toContainEqual(
      expect.objectContaining({
        channel: 'sms',
        instance: 'ins_staging',
        check: 'segments',
        level: 'warning',
      }),
    )
  })

  it('prints a line for each finding, and counts them', async () => {
    expect(await check(BROKEN, '--slug', 'account_locked')).toBe(1)
    expect(stdout).toContainEqual(
      expect.stringMatching(/^warning size {5}account_locked \(email, en\): The HTML part/),
    )
    expect(stdout.at(-1)).toBe('1 email and 0 SMS in 3 languages: 5 errors, 7 warnings')
    expect(stderr.join('\n')).toContain('Correct what the findings name')
  })

  it.each([
    [['--slug', 'nothing'], 'no template for nothing'],
    [['--language', 'fr'], 'Languages: en, de'],
    [['--instance', 'ins_other'], 'Instances: ins_staging'],
  ])('explains that there is nothing to check: %j', async (options, words) => {
    expect(await check(PROJECT, ...options)).toBe(2)
    expect(stderr.join('\n')).toContain(words)
  })
})
