import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { openClerkScene } from '../../support/clerk-scene.ts'

const ALL = ['take-over', '--all', '--yes']
const BIN = fileURLToPath(new URL('../../../dist/src/bin.js', import.meta.url))

/** A record whose last switch was begun and has no end. */
const INTERRUPTED = JSON.stringify({
  instance: 'ins_test',
  environment: 'development',
  templates: [
    { channel: 'email', slug: 'password_changed', before: 'clerk', now: 'you', at: '' },
    { channel: 'email', slug: 'invitation', before: 'clerk', now: 'unknown', at: '' },
  ],
})

it.each([
  ['had not switched', true],
  ['had switched', false],
])('a take-over that was interrupted goes on, if Clerk %s', async (_, deliveredByClerk) => {
  await using scene = await openClerkScene()
  await writeFile(scene.recordFile, INTERRUPTED)
  scene.clerk.change('email', 'password_changed', { delivered_by_clerk: false })
  scene.clerk.change('email', 'invitation', { delivered_by_clerk: deliveredByClerk })
  const { code } = await scene.bellhop(ALL)
  expect(code).toBe(0)
  expect(scene.clerk.deliveredByYou()).toHaveLength(7)
  const { templates } = await scene.record()
  expect(templates).toHaveLength(7)
  expect(templates.every(({ before, now }) => before === 'clerk' && now === 'you')).toBe(true)
})

it('a take-over that is told to end finishes its template, and says what is switched', async () => {
  await using scene = await openClerkScene()
  const stop = new AbortController()
  scene.clerk.faults.when(({ method, path }) => {
    if (method === 'POST' && path.includes('/email/invitation/')) stop.abort()
    return null
  })
  const { code, stderr } = await scene.bellhop(ALL, { untilStopped: () => stop.signal })
  expect(code).toBe(1)
  expect(stderr).toEqual([
    'Stopping after this template. Ctrl-C ends it at once.',
    'Switched: email password_changed, email someone_tried_to_sign_up, SMS password_changed, email invitation.',
    'Not switched: email magic_link_sign_in, email verification_code, SMS verification_code.',
    expect.stringContaining('Run the same command again to go on.'),
    expect.stringMatching(/^Stopped at email magic_link_sign_in: The command was told to end/),
    'Run the same command again to go on.',
  ])
  expect((await scene.record()).templates.map(({ now }) => now)).toEqual(Array(4).fill('you'))
  expect((await scene.bellhop(ALL)).code).toBe(0)
  expect(scene.clerk.deliveredByYou()).toHaveLength(7)
})

it('what was interrupted can also be given back', async () => {
  await using scene = await openClerkScene()
  await writeFile(scene.recordFile, INTERRUPTED)
  scene.clerk.change('email', 'password_changed', { delivered_by_clerk: false })
  const { code, stdout } = await scene.bellhop(['give-back', '--all'])
  expect(code).toBe(0)
  expect(stdout.at(-1)).toBe('Restored: email invitation, email password_changed.')
  expect(scene.clerk.deliveredByYou()).toEqual([])
})

it('a process that is killed during a switch leaves a record to go on with', async () => {
  await using scene = await openClerkScene()
  const asked = Promise.withResolvers<void>()
  scene.clerk.faults.when(({ method, path }) => {
    if (method !== 'POST' || !path.includes('/email/invitation/')) return null
    asked.resolve()
    return { kind: 'hang_after_accepting' }
  })
  const child = spawn(
    process.execPath,
    [
      ...[BIN, 'clerk', ...ALL, '--url', scene.service.url, '--record', scene.recordFile],
      // The service here has no webhook, and the disk does not matter.
      ...['--skip', 'clerk.secret,disk'],
    ],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        BELLHOP_CONFIG: 'off',
        DATA_DIR: scene.folder,
        CLERK_SECRET_KEY: scene.clerk.secretKey,
        CLERK_API_URL: scene.clerk.url,
      },
    },
  )
  const ended = once(child, 'exit')
  const printed = child.stdout.toArray()
  const early = ended.then(async () => {
    throw new Error(`It has ended before:\n${(await printed).join('')}`)
  })
  await Promise.race([asked.promise, early])
  child.kill('SIGKILL')
  await ended
  expect((await printed).join('')).toMatch(/email invitation: switching\n$/)
  expect((await scene.record()).templates).toMatchObject([
    { slug: 'password_changed', now: 'you' },
    { slug: 'someone_tried_to_sign_up', now: 'you' },
    { channel: 'sms', slug: 'password_changed', now: 'you' },
    { slug: 'invitation', before: 'clerk', now: 'unknown' },
  ])

  scene.clerk.faults.clear()
  const { code } = await scene.bellhop(ALL)
  expect(code).toBe(0)
  expect(scene.clerk.deliveredByYou()).toHaveLength(7)
  await scene.bellhop(['give-back', '--all'])
  expect(scene.clerk.deliveredByYou()).toEqual([])
})
