import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { freePort } from './free-port.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Starts the command of `npm run emails` without npm, which would keep running after it. */
export async function startPreview(): Promise<{ url: string } & AsyncDisposable> {
  const port = await freePort()
  const child = spawn(
    process.execPath,
    [
      // Without these two it starts a second process with them, which would keep running.
      ...['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
      ...['--import', './emails/_preview/loopback.ts'],
      ...['--import', './emails/_preview/offline.ts'],
      ...['node_modules/react-email/dist/cli/index.mjs', 'dev', '--dir', 'emails'],
      ...['--port', String(port)],
    ],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_ENV: '', NEXT_TELEMETRY_DISABLED: '1', BELLHOP_CONFIG: 'off' },
    },
  )
  const ended = once(child, 'exit')
  for await (const line of createInterface({ input: child.stdout }))
    if (/Ready in/.test(line)) break
  child.stdout.resume()
  child.stderr.resume()
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      // This also ends the bundler that it has started.
      child.kill('SIGINT')
      await ended
    },
  }
}
