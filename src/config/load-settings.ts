import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { ConfigError } from './config-error.ts'

const OFF = 'off'

export interface LoadedSettings {
  /** What the file exports; an empty object without a file. */
  readonly exported: unknown
  /** The folder in which paths of the file begin: the root of the project. */
  readonly root: string
}

/**
 * Loads the settings file. It is `bellhop.config.ts` in the root of the project, which the build compiles, or
 * the file `chosen`; `off` ignores it. Throws a ConfigError if it cannot be loaded.
 */
export async function loadSettings(chosen: string | undefined): Promise<LoadedSettings> {
  const { file, root } = chosen ? fileAt(chosen) : fileInRoot()
  if (chosen === OFF || !(chosen || existsSync(file))) return { exported: {}, root }
  if (!existsSync(file)) {
    throw new ConfigError([
      'BELLHOP_CONFIG names a file that does not exist. Correct it, or remove it.',
    ])
  }
  const loaded: { default?: unknown } = await import(pathToFileURL(file).href).catch((error) => {
    // A compiler writes what is wrong on the second line.
    const lines = String(error?.message ?? error).split('\n')
    const why = lines.filter((line) => line.trim() !== '').slice(0, 2)
    throw new ConfigError([`bellhop.config.ts cannot be loaded: ${why.join(' ')}`])
  })
  if (loaded.default === undefined) {
    throw new ConfigError([
      'bellhop.config.ts has no default export. Write: export default defineConfig({ … }).',
    ])
  }
  return { exported: await loaded.default, root }
}

function fileAt(path: string) {
  const file = resolve(path)
  return { file, root: dirname(file) }
}

// Source files are in `src`, built ones in `dist/src`. The build puts the settings file into `dist`.
function fileInRoot() {
  const isSource = import.meta.url.endsWith('.ts')
  const root = fileURLToPath(new URL(isSource ? '../../' : '../../../', import.meta.url))
  return { file: join(root, isSource ? 'bellhop.config.ts' : 'dist/bellhop.config.js'), root }
}
