import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { importAdvice } from '../domain/import-advice.ts'
import { moduleExports } from '../domain/module-exports.ts'
import { ConfigError } from './config-error.ts'

const OFF = 'off'

/** Where a settings file is, and what it is called. */
export interface SettingsPlace {
  /** The folder in which paths of the file begin: the root of the project. */
  readonly root: string
  /** Its name in errors and warnings, as the operator wrote it. */
  readonly name: string
  /** The path below which an app has Bellhop, such as `/bellhop`; none at the root of its host. */
  readonly basePath?: string
}

export interface LoadedSettings {
  /** What the file exports; an empty object without a file. */
  readonly exported: unknown
  readonly place: SettingsPlace
}

/** What the file is called if nobody chose another one. */
export const SETTINGS_FILE = 'bellhop.config.ts'

// An app may have it in JavaScript.
const NAMES_IN_APP = [
  SETTINGS_FILE,
  'bellhop.config.mts',
  'bellhop.config.js',
  'bellhop.config.mjs',
]

/** Where the code of Bellhop is: that of the package is in the `node_modules` of an app. */
const OWN_ADDRESS = import.meta.url

/**
 * Loads the settings file. It is `bellhop.config.ts` in the root of the project, which the build compiles; for
 * the package, in the folder of the app that it works in; or the file `chosen`; `off` ignores it. It is
 * imported from its `address`. Throws a ConfigError if it cannot be loaded.
 */
export async function loadSettings(
  chosen: string | undefined,
  address = (url: URL) => url.href,
): Promise<LoadedSettings> {
  const isPackage = OWN_ADDRESS.includes('/node_modules/')
  const { file, root } = chosen ? fileAt(chosen) : isPackage ? fileInApp() : fileInRoot()
  const name = chosen && chosen !== OFF ? chosen : isPackage ? basename(file) : SETTINGS_FILE
  const place = { root, name }
  if (chosen === OFF || !(chosen || existsSync(file))) return { exported: {}, place }
  if (!existsSync(file)) {
    throw new ConfigError({
      variables: ['BELLHOP_CONFIG names a file that does not exist. Correct it, or remove it.'],
    })
  }
  if (isPackage && /\.m?ts$/.test(file)) await readTypeScript(root)
  const loaded: unknown = await import(address(pathToFileURL(file))).catch((error) => {
    // A compiler writes what is wrong on the second line.
    const lines = String(error?.message ?? error).split('\n')
    const why = lines.filter((line) => line.trim() !== '').slice(0, 2)
    const said = `${name} cannot be loaded: ${why.join(' ')}${importAdvice(error)}`
    throw new ConfigError({ file: [said] })
  })
  const settings = moduleExports(loaded).default
  if (settings === undefined) {
    throw new ConfigError({
      file: [`${name} has no default export. Write: export default defineConfig({ … }).`],
    })
  }
  return { exported: await settings, place }
}

function fileAt(path: string) {
  const file = resolve(path)
  return { file, root: dirname(file) }
}

function fileInApp() {
  const root = process.cwd()
  const name = NAMES_IN_APP.find((one) => existsSync(join(root, one))) ?? SETTINGS_FILE
  return { file: join(root, name), root }
}

/** Lets Node import TypeScript with JSX, if the app has tsx. Without it Node reads plain TypeScript itself. */
async function readTypeScript(root: string): Promise<void> {
  try {
    const inApp = createRequire(join(root, 'package.json'))
    const tsx = inApp.resolve('tsx/esm/api')
    const { register }: { register: () => unknown } = await import(pathToFileURL(tsx).href)
    register()
    // With "jsx": "preserve", as Next.js has it, tsx writes calls of a React that is global.
    Object.defineProperty(globalThis, 'React', { get: () => inApp('react'), configurable: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error
  }
}

// Source files are in `src`, built ones in `dist/src`. The build puts the settings file into `dist`.
function fileInRoot() {
  const isSource = import.meta.url.endsWith('.ts')
  const root = fileURLToPath(new URL(isSource ? '../../' : '../../../', import.meta.url))
  return { file: join(root, isSource ? 'bellhop.config.ts' : 'dist/bellhop.config.js'), root }
}
