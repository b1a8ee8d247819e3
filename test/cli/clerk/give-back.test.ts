import { mkdir } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConfigError } from '../../../src/config/config-error.ts'
import { type ClerkScene, openClerkScene } from '../../support/clerk-scene.ts'
import type { Changes } from '../../support/cli-context.ts'

const ALL = ['give-back', '--all']

/** Bellhop is down, and its settings are broken. */
const DOWN: Changes = {
  offlineTools: () => Promise.reject(new ConfigError({ variables: ['PORT must be a number.'] })),
  doctorChecks: () => Promise.reject(new Error('No doctor is needed.')),
}

describe('clerk give-back', () => {
  let scene: ClerkScene
  beforeEach(async () => {
    scene = await openClerkScene()
    scene.clerk.change('sms', 'password_changed', { delivered_by_clerk: false })
    expect((await scene.bellhop(['take-over', '--all', '--yes'])).code).toBe(0)
    scene.service.ready = () => {
      throw new Error('The service is down.')
    }
  })
  afterEach(() => scene[Symbol.asyncDispose]())

  const restored = (from: number) =>
    scene.clerk.requests
      .slice(from)
      .filter(({ method }) => method === 'POST')
      .map(({ path }) => path.split('/').slice(3, 5).join('/'))

  it('restores what was on record, codes first, without the service and with broken settings', async () => {
    const from = scene.clerk.requests.length
    const { code, stdout, stderr } = await scene.bellhop(ALL, DOWN)
    expect({ code, stderr }).toEqual({ code: 0, stderr: [] })
    expect(restored(from)).toEqual([
      'sms/verification_code',
      'email/verification_code',
      'email/magic_link_sign_in',
      'email/invitation',
      'email/someone_tried_to_sign_up',
      'email/password_changed',
    ])
    expect(stdout).toContain('SMS verification_code: delivered by Clerk again')
    expect(scene.clerk.deliveredByYou()).toEqual(['sms:password_changed'])
    expect(stdout.at(-1)).toMatch(
      /^Not on record, so you still deliver them: SMS password_changed\./,
    )
  })

  it('restores the chosen ones, and takes over again later', async () => {
    expect((await scene.bellhop(['give-back', '--slug', 'verification_code'], DOWN)).code).toBe(0)
    expect(scene.clerk.deliveredByYou()).toHaveLength(5)
    expect((await scene.bellhop(['give-back', '--channel', 'email'], DOWN)).code).toBe(0)
    expect(scene.clerk.deliveredByYou()).toEqual(['sms:password_changed'])
    scene.service.ready = () => true
    expect((await scene.bellhop(['take-over', '--all', '--yes'])).code).toBe(0)
    expect(scene.clerk.deliveredByYou()).toHaveLength(7)
    expect((await scene.bellhop(ALL, DOWN)).code).toBe(0)
    expect(scene.clerk.deliveredByYou()).toEqual(['sms:password_changed'])
  })

  it('has nothing to do the second time', async () => {
    await scene.bellhop(ALL, DOWN)
    const from = scene.clerk.requests.length
    const { code, stdout } = await scene.bellhop(ALL, DOWN)
    expect(code).toBe(0)
    expect(stdout).toContain('Restored: nothing.')
    expect(restored(from)).toEqual([])
  })

  it('does not switch what somebody has switched back in the Dashboard', async () => {
    scene.clerk.change('email', 'invitation', { delivered_by_clerk: true })
    const from = scene.clerk.requests.length
    expect((await scene.bellhop(['give-back', '--slug', 'invitation'], DOWN)).code).toBe(0)
    expect(restored(from)).toEqual([])
    const entry = (await scene.record()).templates.find(({ slug }) => slug === 'invitation')
    expect(entry).toMatchObject({ now: 'clerk' })
  })

  it('switches what somebody has taken over in the Dashboard since the last give-back', async () => {
    await scene.bellhop(ALL, DOWN)
    scene.clerk.change('email', 'invitation', { delivered_by_clerk: false })
    const { code, stdout } = await scene.bellhop(ALL, DOWN)
    expect(code).toBe(0)
    expect(stdout).toContain('Restored: email invitation.')
    expect(scene.clerk.deliveredByYou()).toEqual(['sms:password_changed'])
  })

  it('restores all the same if the record cannot be written, and says so', async () => {
    // In the way of the file that is written first, also for root.
    await mkdir(`${scene.recordFile}.new`)
    const { code, stderr } = await scene.bellhop(ALL, DOWN)
    expect(code).toBe(1)
    expect(scene.clerk.deliveredByYou()).toEqual(['sms:password_changed'])
    expect(stderr[0]).toMatch(
      /^Every template was restored, but .* cannot be written \(EISDIR\)\.$/,
    )
  })

  it('goes on after a template that has vanished, and says so', async () => {
    scene.clerk.remove('email', 'verification_code')
    const { code, stderr } = await scene.bellhop(ALL, DOWN)
    expect(code).toBe(4)
    expect(stderr[0]).toMatch(
      /^email verification_code: Clerk does not have this template any more/,
    )
    expect(stderr).toContain('Not restored: email verification_code.')
    expect(stderr.at(-1)).toContain('https://dashboard.clerk.com/~/customization/email')
    expect(scene.clerk.deliveredByYou()).toEqual(['sms:password_changed'])
  })

  it('stops if Clerk does not answer, says what is left, and goes on later', async () => {
    scene.clerk.faults.when(({ method, path }) =>
      method === 'POST' && path.includes('magic_link') ? { kind: 'answer', status: 503 } : null,
    )
    const { code, stderr, stdout } = await scene.bellhop(ALL, DOWN)
    expect(code).toBe(4)
    expect(stdout).toContain('Restored: SMS verification_code, email verification_code.')
    expect(stderr).toContain(
      'Not restored: email magic_link_sign_in, email invitation, email someone_tried_to_sign_up, email password_changed.',
    )
    scene.clerk.faults.clear()
    expect((await scene.bellhop(ALL, DOWN)).code).toBe(0)
    expect(scene.clerk.deliveredByYou()).toEqual(['sms:password_changed'])
  })

  it('refuses the record of another instance', async () => {
    await using other = await openClerkScene({ instanceId: 'ins_other', templates: [] })
    const { code, stderr } = await other.bellhop([...ALL, '--record', scene.recordFile], DOWN)
    expect(code).toBe(2)
    expect(stderr[0]).toContain('is the record of ins_test')
    expect(scene.clerk.deliveredByYou()).toHaveLength(7)
  })

  it('without a record says what you deliver and where to switch it on', async () => {
    const { code, stderr } = await scene.bellhop([...ALL, '--record', '/nowhere/record.json'], DOWN)
    expect(code).toBe(2)
    expect(stderr[0]).toBe(
      'There is no /nowhere/record.json, so it is not known what Clerk delivered before.',
    )
    expect(stderr[1]).toContain('You deliver: email verification_code')
  })

  it.each([
    [['give-back'], 'It is not said which templates'],
    [['give-back', '--slug', 'password_removed'], 'has no template password_removed'],
  ])('explains the problem of %j', async (argv, hint) => {
    const { code, all } = await scene.bellhop(argv, DOWN)
    expect(code).toBe(2)
    expect(all).toContain(hint)
  })
})

it('clerk give-back without a record has nothing to do if Clerk delivers everything', async () => {
  await using scene = await openClerkScene()
  const { code, all } = await scene.bellhop(ALL, DOWN)
  expect(code).toBe(2)
  expect(all).toContain('Clerk delivers all templates')
})
