import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run } from '../../src/cli/run.ts'
import { cliContext } from '../support/cli-context.ts'

async function output(argv: string[]) {
  const lines: string[] = []
  const code = await run(
    argv,
    cliContext({ print: (line) => lines.push(line), complain: (line) => lines.push(line) }),
  )
  return { code, text: lines.join('\n') }
}

const COMMANDS = [
  'doctor',
  'trigger',
  'messages',
  'tail',
  'message',
  'limits',
  'render',
  'send-test',
  'check-templates',
  'clerk',
  'clerk status',
  'clerk take-over',
  'clerk give-back',
  'clerk pull',
  'erase',
  'migrate',
  'completion',
]

it('these are all commands', async () => {
  const { text } = await output(['--help'])
  const named = [...text.matchAll(/^ {2}([a-z][\w-]*) .*/gm)].map(([, name]) => name)
  const known = COMMANDS.filter((command) => !command.includes(' '))
  expect(named.filter((name) => name !== 'bellhop')).toEqual([...known, 'help'])
})

it.each(COMMANDS)('the help of %s has examples with options that it knows', async (command) => {
  const { code, text } = await output([...command.split(' '), '--help'])
  expect(code).toBe(0)
  const [options = '', examples = ''] = text.split('\nExamples:\n')
  const lines = examples.split('\n').filter((line) => line.includes(`bellhop ${command}`))
  expect(lines.length).toBeGreaterThanOrEqual(2)
  if (command === 'clerk') return
  const known: readonly string[] = options.match(/--[a-z-]+/g) ?? []
  const used = lines
    .map((line) => line.slice(line.indexOf(`bellhop ${command}`)).replace(/[|>#].*/, ''))
    .flatMap((line) => line.match(/--[a-z-]+/g) ?? [])
  expect(used.filter((option) => !known.includes(option))).toEqual([])
})

it.each(['trigger', 'messages', 'tail', 'render', 'send-test', 'check-templates'])(
  'the help of %s lists the slugs',
  async (command) => {
    const { text } = await output([command, '--help'])
    expect(text).toContain('billing_free_trial_renewal_failed')
    expect(text).toContain('Slugs of SMS:\n  verification_code,')
  },
)

it.each(['messages', 'tail'])('%s names the statuses that exist', async (command) => {
  const { code, text } = await output([command, '--status', 'bogus'])
  expect(code).toBe(2)
  expect(text).toContain('queued, sending, sent, delivered')
})

it('messages names the nearest slug if there is none', async () => {
  const lines: string[] = []
  await run(
    ['messages', '--slug', 'verificaton_code'],
    cliContext({
      fetch: async () => Response.json({ messages: [], nextCursor: null }),
      complain: (line) => lines.push(line),
    }),
  )
  expect(lines.join()).toContain('The nearest one is verification_code.')
})

const has = (shell: string) => spawnSync(shell, ['-c', 'exit'], { stdio: 'ignore' }).status === 0

describe('the completion', () => {
  let folder: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bellhop-completion-'))
    for (const shell of ['bash', 'zsh', 'fish']) {
      writeFileSync(join(folder, shell), (await output(['completion', shell])).text)
    }
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  function shell(name: string, script: string) {
    const { stdout, stderr } = spawnSync(name, ['-c', `source ${join(folder, name)}; ${script}`], {
      encoding: 'utf8',
    })
    expect(stderr).toBe('')
    return stdout.split('\n').filter(Boolean)
  }

  const CASES: [words: string[], expected: string[]][] = [
    [['mes'], ['message', 'messages']],
    [
      ['clerk', ''],
      ['give-back', 'help', 'pull', 'status', 'take-over'],
    ],
    [
      ['messages', '--status', 'un'],
      ['undelivered', 'unknown'],
    ],
    [
      ['clerk', 'take-over', '--channel', ''],
      ['email', 'sms'],
    ],
    [
      ['render', 'passkey'],
      ['passkey_added', 'passkey_removed'],
    ],
    [['tail', '--li'], ['--lines']],
  ]

  it.skipIf(!has('bash')).each(CASES)('bash completes %j', (words, expected) => {
    const all = ['bellhop', ...words].map((word) => `'${word}'`).join(' ')
    const found = shell(
      'bash',
      `COMP_WORDS=(${all}); COMP_CWORD=${words.length}; _bellhop; printf '%s\\n' "\${COMPREPLY[@]}"`,
    )
    expect(found.filter((word) => word !== '--help').toSorted()).toEqual(expected)
  })

  it.skipIf(!has('fish')).each(CASES)('fish completes %j', (words, expected) => {
    const found = shell('fish', `complete -C 'bellhop ${words.join(' ')}'`)
    expect(found.map((line) => line.split('\t')[0]).toSorted()).toEqual(expected)
  })

  it.skipIf(!has('zsh'))('zsh understands its script', () => {
    const { status, stderr } = spawnSync('zsh', ['-n', join(folder, 'zsh')], { encoding: 'utf8' })
    expect(stderr).toBe('')
    expect(status).toBe(0)
  })

  it('names the shells', async () => {
    expect(await output(['completion', 'tcsh'])).toMatchObject({
      code: 2,
      text: expect.stringContaining('bash, zsh, fish'),
    })
  })
})
