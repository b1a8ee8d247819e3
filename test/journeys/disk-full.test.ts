import { rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openPglite } from '../../src/store/engine/open-pglite.ts'
import { startBellhop } from '../support/bellhop.ts'
import { emailCreated } from '../support/clerk-events.ts'
import type { TestDatabase } from '../support/engines.ts'
import { mountSmallDisk } from '../support/small-disk.ts'

const disk = await mountSmallDisk()

describe.skipIf(!disk)('a disk that is full', () => {
  it('is answered with 503, and every event is accepted when there is room again', async () => {
    await using home = disk
    const path = home?.path ?? ''
    const database: TestDatabase = {
      engine: 'pglite',
      open: () => openPglite(join(path, 'data')),
      async [Symbol.asyncDispose]() {},
    }
    await using bellhop = await startBellhop(database)
    expect(await bellhop.post(emailCreated())).toMatchObject({ status: 200 })

    const { bavail, bsize } = await statfs(path)
    // The service writes too, so that the last bytes may be gone already.
    await writeFile(join(path, 'filler'), Buffer.alloc(bavail * bsize)).catch(() => {})
    const events = Array.from({ length: 60 }, () => emailCreated({ body: 'x'.repeat(50_000) }))
    const posted = await Promise.all(
      events.map((event, index) => bellhop.post(event, { svixId: `full_${index}` })),
    )
    expect(new Set(posted.map(({ status }) => status))).toContain(503)
    expect(posted.every(({ status }) => status === 200 || status === 503)).toBe(true)

    await rm(join(path, 'filler'))
    // An event that was answered with 200 is stored; any other is accepted when Clerk tries again.
    for (const [index, event] of events.entries()) {
      const { status, answer } = await bellhop.post(event, { svixId: `full_${index}` })
      expect({ status, duplicate: answer.status === 'duplicate' }).toEqual({
        status: 200,
        duplicate: posted[index]?.status === 200,
      })
      await bellhop.reaches(answer.messageId, 'sent')
    }
  })
})
