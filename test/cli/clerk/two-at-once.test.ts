import { mkdir, utimes, writeFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { openClerkScene } from '../../support/clerk-scene.ts'

it('two take-overs with one record keep on record what both have switched', async () => {
  await using scene = await openClerkScene()
  const emails = Promise.withResolvers<void>()
  const sms = Promise.withResolvers<void>()
  // Each has read the record before the other one writes to it.
  scene.clerk.faults.when(({ method, path }) => {
    if (method !== 'POST') return null
    const [mine, other] = path.includes('/email/') ? [emails, sms] : [sms, emails]
    mine.resolve()
    return { kind: 'slow', wait: other.promise }
  })
  const runs = await Promise.all(
    ['email', 'sms'].map((channel) => scene.bellhop(['take-over', '--channel', channel, '--yes'])),
  )
  expect(runs.map(({ code }) => code)).toEqual([0, 0])
  expect((await scene.record()).templates).toHaveLength(7)
  scene.clerk.faults.clear()
  expect((await scene.bellhop(['give-back', '--all'])).code).toBe(0)
  expect(scene.clerk.deliveredByYou()).toEqual([])
})

it('the lock that a killed command has left does not stop the next one', async () => {
  await using scene = await openClerkScene()
  const lock = `${scene.recordFile}.lock`
  await writeFile(lock, '')
  const before = new Date(Date.now() - 60_000)
  await utimes(lock, before, before)
  const { code } = await scene.bellhop(['take-over', '--all', '--yes'])
  expect(code).toBe(0)
  expect((await scene.record()).templates).toHaveLength(7)
})

it('a lock that cannot be removed stops a take-over before the first switch, and no give-back', async () => {
  await using scene = await openClerkScene()
  expect((await scene.bellhop(['take-over', '--channel', 'sms', '--yes'])).code).toBe(0)
  const lock = `${scene.recordFile}.lock`
  await mkdir(lock)
  const before = new Date(Date.now() - 60_000)
  await utimes(lock, before, before)
  const { code, all } = await scene.bellhop(['take-over', '--all', '--yes'])
  expect(code).toBe(1)
  expect(all).toContain('Switched: nothing.')
  expect((await scene.bellhop(['give-back', '--all'])).code).toBe(1)
  expect(scene.clerk.deliveredByYou()).toEqual([])
})
