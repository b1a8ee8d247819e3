import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from './free-port.ts'
import { type ProxyProgram, settingsFor, settingsOnPage } from './proxy-settings.ts'

// Debian's packages put them where only root looks.
const PATH = `${process.env.PATH}:/usr/sbin`

/** A real proxy with the settings of docs/proxy.md. */
export interface DocumentedProxy extends AsyncDisposable {
  readonly url: string
}

/** Whether this machine has the program; false with a message. */
export function hasProxy(program: ProxyProgram): boolean {
  const { status } = spawnSync(program, [program === 'nginx' ? '-v' : 'version'], { env: { PATH } })
  if (status === 0) return true
  if (process.env.REQUIRE_PROXIES)
    throw new Error(`The tests of docs/proxy.md need ${program}: install it.`)
  process.stderr.write(
    `\n!!! NO ${program.toUpperCase()}: its test of docs/proxy.md is SKIPPED.\n\n`,
  )
  return false
}

/** What Caddy makes of the settings of docs/proxy.md, and of those of compose.production.yaml. */
export function adaptedByCaddy(): { page: unknown; compose: unknown } {
  const adapt = (text: string) => {
    // Caddy opens the file itself, and cannot open a socket, which Node's standard input is.
    const { stdout, stderr } = spawnSync(
      '/bin/sh',
      ['-c', 'cat | caddy adapt --adapter caddyfile --config /dev/stdin'],
      { input: text, encoding: 'utf8', env: { PATH, PUBLIC_URL: 'https://bellhop.example.com' } },
    )
    if (stdout === '') throw new Error(stderr)
    return JSON.parse(stdout) as unknown
  }
  const compose = readFileSync(
    new URL('../../deploy/compose/Caddyfile', import.meta.url),
    'utf8',
  ).replace('bellhop:3000', '127.0.0.1:3000')
  return { page: adapt(settingsOnPage('caddy').server), compose: adapt(compose) }
}

/** Starts it in front of Bellhop; `lets` are the addresses that the rule for Svix lets in, if it is there. */
export async function startDocumentedProxy(
  program: ProxyProgram,
  bellhop: string,
  lets?: readonly string[],
): Promise<DocumentedProxy> {
  const folder = await mkdtemp(join(tmpdir(), 'bellhop-proxy-'))
  const port = await freePort()
  const file = join(folder, 'settings')
  await writeFile(file, settingsFor(program, { bellhop, port, folder, lets }))
  const caddy = program === 'caddy'
  const child = spawn(
    program,
    caddy
      ? ['run', '--adapter', 'caddyfile', '--config', file]
      : ['-e', 'stderr', '-p', folder, '-c', file],
    { env: { PATH, HOME: folder }, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const closed = once(child, 'close')
  await listening(child.stderr, closed, caddy ? /serving initial configuration/ : /\bOS: /)
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await closed
      await rm(folder, { recursive: true })
    },
  }
}

/** Resolves with the line that a program writes when its port is open. */
async function listening(
  log: NodeJS.ReadableStream,
  closed: Promise<unknown>,
  ready: RegExp,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const lines: string[] = []
  createInterface({ input: log }).on('line', (line) => {
    lines.push(line)
    if (ready.test(line)) resolve()
  })
  closed.then(() => reject(new Error(`The proxy has ended:\n${lines.join('\n')}`)), reject)
  return promise
}
