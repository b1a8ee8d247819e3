import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { fail } from '../../../src/doctor/check.ts'
import { openClerkScene } from '../../support/clerk-scene.ts'

const DASHBOARD = 'https://dashboard.clerk.com/~/customization/email'
const WITHOUT_KEY = {
  settings: { clerk: { secretKey: undefined, apiUrl: 'http://127.0.0.1:1', templatesDir: '.' } },
}
const COMMANDS = [
  [['status'], 'The switch "Delivered by Clerk" shows who delivers'],
  [['take-over', '--all', '--yes'], 'switch "Delivered by Clerk" off'],
  [['take-over', '--all'], 'the safest first'],
  [['give-back', '--all'], 'switch "Delivered by Clerk" on'],
  [['pull'], 'Copy its subject and its body'],
] as const

it.each(COMMANDS)('without a key %j says what to click', async (argv, words) => {
  await using scene = await openClerkScene()
  const { code, stdout } = await scene.bellhop(argv, WITHOUT_KEY)
  expect(code).toBe(0)
  expect(stdout[0]).toBe('CLERK_SECRET_KEY is not set, so Bellhop cannot ask Clerk.')
  expect(stdout.join('\n')).toContain(DASHBOARD)
  expect(stdout.join('\n')).toContain(words)
  expect(scene.clerk.requests).toEqual([])
})

it.each([404, 410])('%i for the endpoint says the same', async (status) => {
  for (const [argv, words] of COMMANDS) {
    await using scene = await openClerkScene()
    scene.clerk.faults.when(() => ({ kind: 'answer', status }))
    const { code, stdout } = await scene.bellhop(argv)
    expect(code).toBe(0)
    expect(stdout.join('\n')).toMatch(/^Clerk no longer has this part of its API \(4\d\d\)\./)
    expect(stdout.join('\n')).toContain(words)
  }
})

it('the templates are listed in the right order', async () => {
  await using scene = await openClerkScene()
  const numbered = async (argv: readonly string[]) =>
    (await scene.bellhop(argv, WITHOUT_KEY)).stdout.filter((line) => /^ +\d+\. /.test(line))
  const takeOver = await numbered(['take-over', '--all'])
  expect(takeOver[0]).toBe('    1. email account_locked')
  expect(takeOver.at(-1)).toBe('   34. SMS verification_code')
  const giveBack = await numbered(['give-back', '--all'])
  expect(giveBack[0]).toBe('    1. SMS verification_code')
  expect(await numbered(['take-over', '--slug', 'invitation', '--channel', 'sms'])).toEqual([
    '   1. SMS invitation',
  ])
  expect(takeOver.join()).not.toContain('welcome')
})

it('a give-back lists what is on record', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bellhop-by-hand-'))
  const record = join(folder, 'clerk-delivery.json')
  const entry = { channel: 'email', before: 'clerk', at: '' }
  const templates = [
    { ...entry, slug: 'invitation', now: 'you' },
    { ...entry, slug: 'verification_code', now: 'unknown' },
    { ...entry, slug: 'password_changed', now: 'clerk' },
  ]
  await writeFile(record, JSON.stringify({ instance: null, environment: 'production', templates }))
  await using scene = await openClerkScene()
  const { stdout } = await scene.bellhop(['give-back', '--all', '--record', record], WITHOUT_KEY)
  expect(stdout.slice(-2)).toEqual(['   1. email verification_code', '   2. email invitation'])
  await rm(folder, { recursive: true })
})

it('with --json nothing but objects is printed on stdout', async () => {
  await using scene = await openClerkScene()
  const { code, stdout, stderr } = await scene.bellhop(['status', '--json'], WITHOUT_KEY)
  expect({ code, stdout }).toEqual({ code: 0, stdout: [] })
  expect(stderr.join('\n')).toContain(DASHBOARD)
})

it('a take-over by hand also begins with the checks', async () => {
  await using scene = await openClerkScene()
  const doctorChecks = async () => [{ id: 'dns', run: async () => fail('No SPF.', 'Add it.') }]
  const { code, all } = await scene.bellhop(['take-over', '--all'], {
    ...WITHOUT_KEY,
    doctorChecks,
  })
  expect(code).toBe(1)
  expect(all).not.toContain(DASHBOARD)
})

it.each([
  ['CLERK_SECRET_KEY', { secretKey: 'pk_test_wrong' }, 'must begin with sk_test_ or sk_live_'],
  ['CLERK_API_URL', { apiUrl: 'api.clerk.com' }, 'must be an http(s) address'],
])('a wrong %s is explained, without its value', async (name, wrong, words) => {
  await using scene = await openClerkScene()
  const clerk = { secretKey: scene.clerk.secretKey, apiUrl: scene.clerk.url, templatesDir: '.' }
  const { code, all } = await scene.bellhop(['status'], {
    settings: { clerk: { ...clerk, ...wrong } },
  })
  expect(code).toBe(2)
  expect(all).toContain(`${name} ${words}`)
  expect(all).not.toContain(Object.values(wrong)[0])
})

it('a key that Clerk does not know is explained, without its value', async () => {
  await using scene = await openClerkScene()
  const secretKey = 'sk_test_another'
  const clerk = { secretKey, apiUrl: scene.clerk.url, templatesDir: '.' }
  const { code, stderr } = await scene.bellhop(['status'], { settings: { clerk } })
  expect(code).toBe(4)
  expect(stderr[0]).toMatch(
    /^Clerk does not accept the secret key \(401\)\. Clerk says: The provided/,
  )
  expect(stderr[1]).toContain('Clerk Dashboard > API keys')
  expect(stderr.join()).not.toContain(secretKey)
})

it('the help has examples', async () => {
  await using scene = await openClerkScene()
  for (const argv of [[], ['status'], ['take-over'], ['give-back'], ['pull']]) {
    const { code, stdout } = await scene.bellhop([...argv, '--help'])
    expect(code).toBe(0)
    expect(stdout.join('\n')).toMatch(/Examples:\n {2}bellhop clerk/)
  }
})
