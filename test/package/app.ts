import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import manifest from '../../package.json' with { type: 'json' }

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** What an app gets besides the package, without a network: links to the libraries of this checkout. */
export const ALWAYS = [...Object.keys(manifest.dependencies), 'react', 'react-dom']

/** The tarball of the package. */
export interface Packed {
  readonly file: string
  readonly bytes: number
  readonly paths: readonly string[]
}

/** Packs the build as `npm pack` does, without building again. */
export function pack(folder: string): Packed {
  run(process.execPath, ['--import', 'tsx', 'package/main.ts'], { cwd: ROOT })
  const options = ['--ignore-scripts', '--json', '--pack-destination', folder]
  const { stdout } = run('npm', ['pack', ...options], { cwd: ROOT })
  const said: unknown = JSON.parse(stdout)
  // npm 11 gives a list, npm 12 an object by name.
  const [one] = Object.values(said as Record<string, PackedByNpm>)
  if (!one) throw new Error(`npm pack said ${stdout}`)
  return {
    file: join(folder, one.filename),
    bytes: one.size,
    paths: one.files.map(({ path }) => path),
  }
}

interface PackedByNpm {
  readonly filename: string
  readonly size: number
  readonly files: readonly { readonly path: string }[]
}

/** An app in a folder of its own, with the package in it. */
export interface App extends Disposable {
  readonly folder: string
  write(files: Readonly<Record<string, string>>): void
  /** Runs Node in the folder, with these variables only. */
  node(args: readonly string[], env?: Readonly<Record<string, string>>): SpawnSyncReturns<string>
}

/** Unpacks the tarball into an app that has the named libraries. */
export function openApp(packed: Packed, libraries: readonly string[]): App {
  const folder = mkdtempSync(join(tmpdir(), 'bellhop-app-'))
  const modules = join(folder, 'node_modules')
  const own = join(modules, 'bellhop')
  mkdirSync(own, { recursive: true })
  run('tar', ['-xzf', packed.file, '-C', own, '--strip-components=1'], {})
  for (const name of libraries) {
    mkdirSync(dirname(join(modules, name)), { recursive: true })
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name))
  }
  writeFileSync(join(folder, 'package.json'), '{ "name": "app", "type": "module" }\n')
  return {
    folder,
    write(files) {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true })
        writeFileSync(join(folder, path), text)
      }
    },
    node: (args, env = {}) =>
      spawnSync(process.execPath, args, { cwd: folder, env, encoding: 'utf8', timeout: 60_000 }),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  }
}

function run(command: string, args: readonly string[], options: { cwd?: string }) {
  const result = spawnSync(command, args, { ...options, encoding: 'utf8' })
  if (result.status !== 0) throw new Error(`${command} failed: ${result.stderr}`)
  return result
}
