import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compare } from './compare.ts'

/** Where the sheets are. Not in git, because fonts differ between machines. */
const FOLDER = 'shots'

export interface Finished {
  /** What to tell about the sheet. */
  readonly line: string
  /** Whether it is as it was approved, if that was asked. */
  readonly same: boolean
}

/** Stores a sheet; approves it, or compares it with the approved one. */
export async function finish(
  name: string,
  picture: Buffer,
  wanted: { readonly approve?: boolean | undefined; readonly compare?: boolean | undefined },
  folder = FOLDER,
): Promise<Finished> {
  const approved = join(folder, 'approved', `${name}.png`)
  const file = join(folder, `${name}.png`)
  await mkdir(join(folder, 'approved'), { recursive: true })
  await writeFile(file, picture)
  if (wanted.approve) {
    await writeFile(approved, picture)
    return { line: `${file}: approved`, same: true }
  }
  if (!wanted.compare) return { line: file, same: true }
  const before = await readFile(approved).catch(() => null)
  if (!before) return { line: `${file}: no approved sheet, make it with --approve`, same: false }
  const difference = compare(before, picture)
  if (difference.pixels === 0) return { line: `${file}: as approved`, same: true }
  const marked = join(folder, `${name}-changed.png`)
  await writeFile(marked, difference.picture)
  const line = `${file}: ${difference.pixels} pixels changed, in red in ${marked}`
  return { line, same: false }
}
