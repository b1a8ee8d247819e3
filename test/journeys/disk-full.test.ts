import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openPglite } from '../../src/store/engine/database.ts'
import { startBellhop } from '../support/bellhop.ts'
import { emailCreated } from '../support/clerk-events.ts'
import type { TestDatabase } from '../support/engines.ts'

/** A small disk of its own, in memory; null where that is not allowed. */
async function smallDisk(): Promise<(AsyncDisposable & { readonly path: string }) | null> {
  const path = await mkdtemp(join(tmpdir(), 'bellhop-disk-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=90m', 'tmpfs', path]).status === 0
  if (!mounted) {
    await rm(path, { recursive: true })
    return null
  }
  return {
    path,
    async [Symbol.asyncDispose]() {
      spawnSync('umount', [path])
      await rm(path, { recursive: true, force: true })
    },
  }
}

const disk = await smallDisk()
if (!disk)
  process.stderr.write('\n!!! NO SMALL DISK (needs root): the test of a full disk is SKIPPED.\n\n')

describe.skipIf(!disk)('a disk that is full', () => {
  it('makes the answer 503, acknowledges nothing, and is over when there is room again', async () => {
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
    // What was acknowledged is there; what was not is not, and is taken when Clerk tries again.
    for (const [index, event] of events.entries()) {
      const { status, answer } = await bellhop.post(event, { svixId: `full_${index}` })
      expect({ status, duplicate: answer.status === 'duplicate' }).toEqual({
        status: 200,
        duplicate: posted[index]?.status === 200,
      })
      await bellhop.reaches(answer.messageId, 'sent')
    }
  }, 60_000)
})
