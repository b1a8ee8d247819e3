import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Declaration, declarationsFrom } from './declarations.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** The types of the package: those of `src/index.ts`, and of the files that they mention. */
export async function emitDeclarations(): Promise<Declaration[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bellhop-types-'))
  try {
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')
    const { status, stdout } = spawnSync(
      process.execPath,
      [tsc, '-p', 'tsconfig.types.json', '--outDir', folder],
      { cwd: ROOT, encoding: 'utf8' },
    )
    if (status !== 0) throw new Error(`The types cannot be written:\n${stdout}`)
    return await declarationsFrom(folder, 'src/index.d.ts')
  } finally {
    await rm(folder, { recursive: true })
  }
}
