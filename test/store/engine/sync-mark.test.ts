import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { isMarkedSynced, markSynced, unmarkSynced } from '../../../src/store/engine/sync-mark.ts'

let home: string
let folder: string

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'bellhop-mark-'))
  folder = join(home, 'pglite')
  await mkdir(folder)
})
afterEach(() => rm(home, { recursive: true }))

it('a folder is not taken for synced before it is marked, and not after the mark is removed', async () => {
  expect(await isMarkedSynced(folder)).toBe(false)
  await markSynced(folder)
  expect(await isMarkedSynced(folder)).toBe(true)
  await unmarkSynced(folder)
  expect(await isMarkedSynced(folder)).toBe(false)
})

it('a copy of a folder is not taken for synced, although its mark was copied too', async () => {
  await markSynced(folder)
  await cp(folder, `${folder}-copy`, { recursive: true })
  await rename(folder, `${folder}-old`)
  await rename(`${folder}-copy`, folder)
  expect(await isMarkedSynced(folder)).toBe(false)
})
