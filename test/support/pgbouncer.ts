import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from './free-port.ts'
import { SERVER } from './postgres-server.ts'

// Debian's package puts it where only root looks.
const PATH = `${process.env.PATH}:/usr/sbin`

/** A PgBouncer of its own in front of the PostgreSQL server of the tests. */
export interface PgBouncer extends AsyncDisposable {
  /** The address of a database through it. */
  through(url: string): string
}

/** Whether this machine has PgBouncer; false with a message. */
export function hasPgBouncer(): boolean {
  if (spawnSync('pgbouncer', ['--version'], { env: { ...process.env, PATH } }).status === 0)
    return true
  if (process.env.REQUIRE_PGBOUNCER)
    throw new Error('The tests of a pooler need PgBouncer: install the package pgbouncer.')
  process.stderr.write(
    '\n!!! NO PGBOUNCER: the tests of PostgreSQL behind a pooler are SKIPPED.\n\n',
  )
  return false
}

/** Starts it with few connections to the server, so that its clients share them. */
export async function startPgBouncer(mode: 'transaction' | 'session'): Promise<PgBouncer> {
  const folder = await mkdtemp(join(tmpdir(), 'bellhop-pgbouncer-'))
  const port = await freePort()
  const server = new URL(SERVER)
  const target = Object.entries({
    host: server.hostname,
    port: server.port || '5432',
    user: decodeURIComponent(server.username),
    password: decodeURIComponent(server.password),
  }).filter(([, value]) => value !== '')
  const settings = {
    listen_addr: '127.0.0.1',
    listen_port: port,
    unix_socket_dir: '',
    auth_type: 'any',
    pool_mode: mode,
    default_pool_size: mode === 'transaction' ? 3 : 30,
    // It refuses to run as root.
    ...(process.getuid?.() === 0 ? { user: 'nobody' } : {}),
  }
  const file = join(folder, 'pgbouncer.ini')
  await writeFile(
    file,
    `[databases]\n* = ${target.map((pair) => pair.join('=')).join(' ')}\n[pgbouncer]\n${Object.entries(
      settings,
    )
      .map((pair) => pair.join(' = '))
      .join('\n')}\n`,
  )
  for (const path of [folder, file]) await chmod(path, 0o755)
  const child = spawn('pgbouncer', [file], {
    env: { PATH },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const closed = once(child, 'close')
  const lines: string[] = []
  const { promise: up, resolve, reject } = Promise.withResolvers<void>()
  createInterface({ input: child.stderr }).on('line', (line) => {
    lines.push(line)
    if (line.includes('process up')) resolve()
  })
  closed.then(
    () => reject(new Error(`PgBouncer has ended:\n${lines.join('\n')}`)),
    (error) => reject(error),
  )
  await up
  return {
    through(url) {
      const through = new URL(url)
      through.hostname = '127.0.0.1'
      through.port = String(port)
      return through.href
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await closed
      await rm(folder, { recursive: true })
    },
  }
}
