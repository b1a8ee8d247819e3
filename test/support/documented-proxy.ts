import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from './free-port.ts'

// Debian's packages put them where only root looks.
const PATH = `${process.env.PATH}:/usr/sbin`

export type ProxyProgram = 'caddy' | 'nginx'

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

/** The settings of docs/proxy.md for a program: its server, and the rule that lets only Svix in. */
function documented(program: ProxyProgram): { server: string; onlySvix: string } {
  const page = readFileSync(new URL('../../docs/proxy.md', import.meta.url), 'utf8')
  const blocks = [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)]
  const [server = '', onlySvix = ''] = blocks
    .filter(([, language]) => language === program)
    .map(([, , text]) => text)
  return { server, onlySvix }
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
  return { page: adapt(documented('caddy').server), compose: adapt(compose) }
}

interface Reach {
  readonly bellhop: string
  readonly port: number
  readonly folder: string
}

// Without the certificate and the public name. Everything else stays as it is on the page.
function caddySettings(server: string, { bellhop, port }: Reach): string {
  const site = server
    .replace('bellhop.example.com {', `http://:${port} {\n\tbind 127.0.0.1`)
    .replaceAll('http://127.0.0.1:3000', bellhop)
    .replaceAll('127.0.0.1:3000', new URL(bellhop).host)
  return `{\n\tadmin off\n}\n${site}`
}

function nginxSettings(server: string, { bellhop, port, folder }: Reach): string {
  const site = server
    .replace('listen 443 ssl;', `listen 127.0.0.1:${port};`)
    .replace(/^ *ssl_certificate.*\n/gm, '')
    .replaceAll('http://127.0.0.1:3000', bellhop)
  const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  )
  return `daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log stderr notice;
events {}
http {
access_log off;
${folders.join('\n')}
${site}}
`
}

/** Starts it in front of Bellhop; `lets` are the addresses that the rule for Svix lets in, if it is there. */
export async function startDocumentedProxy(
  program: ProxyProgram,
  bellhop: string,
  lets?: readonly string[],
): Promise<DocumentedProxy> {
  const folder = await mkdtemp(join(tmpdir(), 'bellhop-proxy-'))
  const reach = { bellhop, port: await freePort(), folder }
  const { server, onlySvix } = documented(program)
  const file = join(folder, 'settings')
  const caddy = program === 'caddy'
  const rule = lets ? withAddresses(program, onlySvix, lets) : ''
  const site = caddy
    ? server.replace(/(?=^\treverse_proxy)/m, () => rule)
    : server.replace(/\}\s*$/, () => `${rule}}\n`)
  await writeFile(file, caddy ? caddySettings(site, reach) : nginxSettings(site, reach))
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
    url: `http://127.0.0.1:${reach.port}`,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await closed
      await rm(folder, { recursive: true })
    },
  }
}

function withAddresses(program: ProxyProgram, rule: string, lets: readonly string[]): string {
  return program === 'caddy'
    ? rule.replace(/remote_ip .*/, `remote_ip ${lets.join(' ')}`)
    : rule.replace(/( *)allow [\s\S]*(?=^ *deny)/m, (_, indent) =>
        lets.map((address) => `${indent}allow ${address};\n`).join(''),
      )
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
