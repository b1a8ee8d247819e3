import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { ConfigError } from './config-error.ts'

const OFF = 'off'

/** Where a settings file is, and what it is called. */
export interface SettingsPlace {
  /** The folder in which paths of the file begin: the root of the project. */
  readonly root: string
  /** Its name in errors and warnings, as the operator wrote it. */
  readonly name: string
}

export interface LoadedSettings {
  /** What the file exports; an empty object without a file. */
  readonly exported: unknown
  readonly place: SettingsPlace
}

/** What the file is called if nobody chose another one. */
export const SETTINGS_FILE = 'bellhop.config.ts'

/**
 * Loads the settings file. It is `bellhop.config.ts` in the root of the project, which the build compiles, or
 * the file `chosen`; `off` ignores it. It is imported from its `address`. Throws a ConfigError if it cannot be loaded.
 */
export async function loadSettings(
  chosen: string | undefined,
  address = (url: URL) => url.href,
): Promise<LoadedSettings> {
  const { file, root } = chosen ? fileAt(chosen) : fileInRoot()
  const name = chosen && chosen !== OFF ? chosen : SETTINGS_FILE
  const place = { root, name }
  if (chosen === OFF || !(chosen || existsSync(file))) return { exported: {}, place }
  if (!existsSync(file)) {
    throw new ConfigError({
      variables: ['BELLHOP_CONFIG names a file that does not exist. Correct it, or remove it.'],
    })
  }
  const loaded: { default?: unknown } = await import(address(pathToFileURL(file))).catch(
    (error) => {
      // A compiler writes what is wrong on the second line.
      const lines = String(error?.message ?? error).split('\n')
      const why = lines.filter((line) => line.trim() !== '').slice(0, 2)
      throw new ConfigError({ file: [`${name} cannot be loaded: ${why.join(' ')}`] })
    },
  )
  if (loaded.default === undefined) {
    throw new ConfigError({
      file: [`${name} has no default export. Write: export default defineConfig({ … }).`],
    })
  }
  return { exported: await loaded.default, place }
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
