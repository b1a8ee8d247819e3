import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { freePort } from './free-port.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
// Node of this project comes first: the one of the machine may be too old.
const PATH = `${dirname(process.execPath)}:${process.env.PATH ?? ''}`
const NPM = ['--no-audit', '--no-fund', '--prefer-offline']
const INSTALL_MS = 600_000

const run = promisify(execFile)

/** Packs the project as `npm publish` does; resolves with the path of the archive. */
export async function pack(folder: string): Promise<string> {
  await run('npm', ['pack', '--pack-destination', folder], {
    cwd: ROOT,
    env: { ...process.env, PATH },
    timeout: INSTALL_MS,
  })
  const archive = (await readdir(folder)).find((name) => name.endsWith('.tgz'))
  if (!archive) throw new Error('npm pack has written no archive')
  return join(folder, archive)
}

/** A copy of an example in a temporary folder, with the packed project installed. */
export interface InstalledExample extends AsyncDisposable {
  readonly folder: string
  /** Runs a command to its end; resolves with what it wrote to stdout, and rejects with its output if it fails. */
  run(command: string, ...args: readonly string[]): Promise<string>
  /** Starts a server; resolves when it has written a line that matches. */
  start(
    command: readonly string[],
    options: { readonly ready: RegExp; readonly env: Record<string, string> },
  ): Promise<RunningExample>
}

export interface RunningExample extends AsyncDisposable {
  readonly url: string
  /** What it has written so far. */
  readonly lines: readonly string[]
}

/** `env` is the environment of all its commands. */
export async function installExample(
  name: 'next' | 'hono' | 'express',
  archive: string,
  env: Record<string, string> = {},
): Promise<InstalledExample> {
  const folder = await mkdtemp(join(tmpdir(), `bellhop-${name}-`))
  await cp(join(ROOT, 'examples', name), folder, {
    recursive: true,
    filter: (path) => !/\/(node_modules|\.next)$/.test(path),
  })
  const base = { PATH, HOME: process.env.HOME ?? '', NEXT_TELEMETRY_DISABLED: '1', ...env }
  const inFolder = async (
    environment: NodeJS.ProcessEnv,
    command: string,
    args: readonly string[],
  ) => {
    const { stdout } = await run(command, args, {
      cwd: folder,
      env: environment,
      timeout: INSTALL_MS,
      maxBuffer: 1 << 26,
    }).catch((error: { stdout?: string; stderr?: string }) => {
      throw new Error(`${command} ${args.join(' ')} failed\n${error.stdout}\n${error.stderr}`)
    })
    return stdout
  }
  // The variables of the machine may say how to reach the registry: a proxy, its certificate.
  await inFolder({ ...process.env, PATH }, 'npm', ['install', archive, ...NPM])
  return {
    folder,
    run: (command, ...args) => inFolder(base, command, args),
    start: (command, { ready, env }) => startIn(folder, command, ready, { ...base, ...env }),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

async function startIn(
  folder: string,
  [command = '', ...args]: readonly string[],
  ready: RegExp,
  env: Record<string, string>,
): Promise<RunningExample> {
  const port = await freePort()
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...env, PORT: String(port), HOSTNAME: '127.0.0.1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, because a command of npm starts others.
    detached: true,
  })
  const lines: string[] = []
  const isReady = Promise.withResolvers<void>()
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line)
      if (ready.test(line)) isReady.resolve()
    })
  }
  const exited = once(child, 'close').then(() => {
    isReady.reject(new Error(`It has ended before it was ready:\n${lines.join('\n')}`))
  })
  await isReady.promise
  return {
    url: `http://127.0.0.1:${port}`,
    lines,
    async [Symbol.asyncDispose]() {
      if (child.pid && child.exitCode === null) process.kill(-child.pid, 'SIGTERM')
      await exited
    },
  }
}
