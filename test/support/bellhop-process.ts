import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Webhook } from 'svix'
import { OPS_TOKEN, SECRET } from './bellhop.ts'

/** The service as a process of its own, run from the source. */
export interface BellhopProcess {
  readonly child: ChildProcess
  /** Its log so far. */
  readonly lines: readonly string[]
  /** Resolves with the first line of the log that matches. */
  line(pattern: RegExp): Promise<string>
  /** Resolves with its address as soon as it listens. */
  url(): Promise<string>
  /** Signs as Clerk does and posts. */
  post(event: unknown): Promise<Response>
  /** Resolves with the exit code once the whole log is read. */
  exit(): Promise<number | null>
}

let sequence = 0

/** A webhook as Clerk signs it. */
export function signed(event: unknown): { body: string; headers: Record<string, string> } {
  const body = JSON.stringify(event)
  const at = new Date()
  const id = `msg_process_${++sequence}`
  return {
    body,
    headers: {
      'svix-id': id,
      'svix-timestamp': String(Math.floor(at.getTime() / 1000)),
      'svix-signature': new Webhook(SECRET).sign(id, at, body),
    },
  }
}

/** Starts it on a free port unless `env` names one; `imports` are loaded before it. */
export function startProcess(
  env: Record<string, string>,
  ...imports: readonly string[]
): BellhopProcess {
  return watch([process.execPath, ...argumentsFor(imports)], env)
}

/** The same where the system lets it have so many files open. */
export function startProcessWithin(
  mostFiles: number,
  env: Record<string, string>,
  ...imports: readonly string[]
): BellhopProcess {
  const script = `ulimit -n ${mostFiles} && exec "$0" "$@"`
  return watch(['/bin/sh', '-c', script, process.execPath, ...argumentsFor(imports)], env)
}

function argumentsFor(imports: readonly string[]): string[] {
  return [...['tsx', ...imports].flatMap((name) => ['--import', name]), 'src/main.ts']
}

function watch(
  [command = '', ...args]: readonly string[],
  env: Record<string, string>,
): BellhopProcess {
  const child = spawn(command, args, {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: {
      PATH: '/usr/bin:/bin',
      PORT: '0',
      CLERK_WEBHOOK_SIGNING_SECRET: SECRET,
      OPS_TOKEN,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // Not `exit`: what it said last may not have been read by then.
  const closed = once(child, 'close')
  const lines: string[] = []
  const waiting = new Set<{ pattern: RegExp; resolve(line: string): void }>()
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line)
      for (const waiter of waiting) if (waiter.pattern.test(line)) waiter.resolve(line)
    })
  }

  function line(pattern: RegExp): Promise<string> {
    const seen = lines.find((one) => pattern.test(one))
    if (seen) return Promise.resolve(seen)
    return new Promise((resolve) => waiting.add({ pattern, resolve }))
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
