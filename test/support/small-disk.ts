import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface SmallDisk extends AsyncDisposable {
  readonly path: string
}

/** Mounts a disk of 90 MB in memory; null, with a message, where this user may not. */
export async function mountSmallDisk(): Promise<SmallDisk | null> {
  const path = await mkdtemp(join(tmpdir(), 'bellhop-disk-'))
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=90m', 'tmpfs', path]).status !== 0) {
    await rm(path, { recursive: true })
    if (process.env.REQUIRE_SMALL_DISK)
      throw new Error('The test of a full disk must mount one: run it as root.')
    process.stderr.write(
      '\n!!! NO SMALL DISK (needs root): the test of a full disk is SKIPPED.\n\n',
    )
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
