import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { OPS_TOKEN, SECRET } from './bellhop.ts'
import { svixHeaders } from './svix-headers.ts'

/** The service in its own process, as `npm run build` made it. */
export interface BellhopProcess {
  readonly child: ChildProcess
  /** The lines of its log so far. */
  readonly lines: readonly string[]
  /** Resolves with the first line of the log that matches; rejects if the process ends without one. */
  line(pattern: RegExp): Promise<string>
  /** Resolves with its URL as soon as it listens. */
  url(): Promise<string>
  /** Signs as Clerk does and posts. */
  post(event: unknown): Promise<Response>
  /** Resolves with the exit code when the whole log has been read. */
  exit(): Promise<number | null>
}

let sequence = 0

/** A webhook as Clerk signs it. */
export function signed(event: unknown): { body: string; headers: Record<string, string> } {
  const body = JSON.stringify(event)
  const svixId = `msg_process_${++sequence}`
  return {
    body,
    headers: { ...svixHeaders(body, { svixId, at: new Date(), secret: SECRET }) },
  }
}

/** Starts it on a free port unless `env` names one; `imports` are loaded before it. */
export function startProcess(
  env: Record<string, string>,
  ...imports: readonly string[]
): BellhopProcess {
  return watch([process.execPath, ...argumentsFor(imports)], env)
}

/** Starts another version, which was built in `folder`. */
export function startProcessIn(folder: string, env: Record<string, string>): BellhopProcess {
  return watch([process.execPath, join(folder, 'dist/src/main.js')], env)
}

/** Starts it from the source, as `npm run dev` does. */
export function startFromSource(
  env: Record<string, string>,
  ...imports: readonly string[]
): BellhopProcess {
  return watch([process.execPath, ...argumentsFor(['tsx', ...imports], '../src/main.ts')], env)
}

/** Starts it under another command, which gets Node and its arguments as its own last arguments. */
export function startProcessUnder(
  command: readonly string[],
  env: Record<string, string>,
): BellhopProcess {
  return watch([...command, process.execPath, ...argumentsFor([])], env)
}

/** Starts it with a limit of open files. */
export function startProcessWithin(
  mostFiles: number,
  env: Record<string, string>,
  ...imports: readonly string[]
): BellhopProcess {
  const script = `ulimit -n ${mostFiles} && exec "$0" "$@"`
  return watch(['/bin/sh', '-c', script, process.execPath, ...argumentsFor(imports)], env)
}

function argumentsFor(imports: readonly string[], entry = '../dist/src/main.js'): string[] {
  return [...imports.flatMap((name) => ['--import', name]), entry]
}

function watch(
  [command = '', ...args]: readonly string[],
  env: Record<string, string>,
): BellhopProcess {
  const child = spawn(command, args, {
    // Not the root, whose `.env` it would read.
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: {
      PATH: '/usr/bin:/bin',
      PORT: '0',
      // The settings file of this project is the operator's, not part of the test.
      BELLHOP_CONFIG: 'off',
      // Tests kill processes, and do not cut the power: test/power-cut.test.ts does.
      EMBEDDED_FSYNC: 'off',
      CLERK_WEBHOOK_SIGNING_SECRET: SECRET,
      OPS_TOKEN,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // `exit` may come before its last lines have been read.
  const closed = once(child, 'close')
  const lines: string[] = []
  const waiting = new Set<{
    pattern: RegExp
    resolve(line: string): void
    reject(error: Error): void
  }>()
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line)
      for (const waiter of waiting) if (waiter.pattern.test(line)) waiter.resolve(line)
    })
  }

  void closed.then(() => {
    const last = lines.slice(-5).join('\n')
    for (const { pattern, reject } of waiting)
      reject(new Error(`The process ended without a line like ${pattern}:\n${last}`))
  })

  function line(pattern: RegExp): Promise<string> {
    const seen = lines.find((one) => pattern.test(one))
    if (seen) return Promise.resolve(seen)
    return new Promise((resolve, reject) => waiting.add({ pattern, resolve, reject }))
  }

  async function url(): Promise<string> {
    const { url } = JSON.parse(await line(/"url":"[^"]+".*"listening"/)) as { url: string }
    return url
  }

  return {
    child,
    lines,
    line,
    url,
    post: async (event) =>
      fetch(`${await url()}/api/webhooks`, { method: 'POST', ...signed(event) }),
    async exit() {
      await closed
      return child.exitCode
    },
  }
}
