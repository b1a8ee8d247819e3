import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { ConfigError } from './config-error.ts'

const OFF = 'off'

/**
 * What the settings file exports; nothing without a file. It is `bellhop.config.ts` in the root of the
 * project, which the build compiles, or the file that `BELLHOP_CONFIG` names. `BELLHOP_CONFIG=off` ignores it.
 * Throws a ConfigError if it cannot be loaded.
 */
export async function loadSettings(chosen: string | undefined): Promise<unknown> {
  if (chosen === OFF) return {}
  const file = chosen ? resolve(chosen) : fileInRoot()
  if (!existsSync(file)) {
    if (!chosen) return {}
    throw new ConfigError([
      `BELLHOP_CONFIG names a file that does not exist. Correct it, or remove it.`,
    ])
  }
  const loaded: { default?: unknown } = await import(pathToFileURL(file).href).catch((error) => {
    const [line] = String(error?.message ?? error).split('\n')
    throw new ConfigError([`bellhop.config.ts cannot be loaded: ${line}.`])
  })
  if (loaded.default === undefined) {
    throw new ConfigError([
      'bellhop.config.ts has no default export. Write: export default defineConfig({ … }).',
    ])
  }
  return loaded.default
}

// Beside `src`, as source or as the build made it.
function fileInRoot(): string {
  const name = import.meta.url.endsWith('.ts') ? 'bellhop.config.ts' : 'bellhop.config.js'
  return fileURLToPath(new URL(`../../${name}`, import.meta.url))
}
