import { readFileSync } from 'node:fs'

export type ProxyProgram = 'caddy' | 'nginx'

export interface ProxyReach {
  /** Where Bellhop listens. */
  readonly bellhop: string
  readonly port: number
  /** Where the proxy may write. */
  readonly folder: string
  /** The only addresses from which it takes Clerk's events; all if not set. */
  readonly lets?: readonly string[] | undefined
}

/** The settings of docs/proxy.md for a program: its server, and the rule that lets only Svix in. */
export function settingsOnPage(program: ProxyProgram): { server: string; onlySvix: string } {
  const page = readFileSync(new URL('../../docs/proxy.md', import.meta.url), 'utf8')
  const [server = '', onlySvix = ''] = [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)]
    .filter(([, language]) => language === program)
    .map(([, , text]) => text)
  return { server, onlySvix }
}

/** The same as a file, without the certificate and the public name. Everything else is as on the page. */
export function settingsFor(program: ProxyProgram, reach: ProxyReach): string {
  const text = program === 'caddy' ? forCaddy(reach) : forNginx(reach)
  return text.replaceAll('127.0.0.1:3000', new URL(reach.bellhop).host)
}

function forCaddy({ port, lets }: ProxyReach): string {
  const { server, onlySvix } = settingsOnPage('caddy')
  const rule = lets ? onlySvix.replace(/remote_ip .*/, `remote_ip ${lets.join(' ')}`) : ''
  const site = server
    .replace('bellhop.example.com {', `http://:${port} {\n\tbind 127.0.0.1`)
    .replace(/(?=^\treverse_proxy)/m, () => rule)
  return `{\n\tadmin off\n}\n${site}`
}

function forNginx({ port, folder, lets }: ProxyReach): string {
  const { server, onlySvix } = settingsOnPage('nginx')
  const allowed = lets?.map((address) => `allow ${address};\n`).join('')
  const rule = lets ? onlySvix.replace(/ *allow [\s\S]*(?=^ *deny)/m, () => allowed ?? '') : ''
  const site = server
    .replace('listen 443 ssl;', `listen 127.0.0.1:${port};`)
    .replace(/^ *ssl_certificate.*\n/gm, '')
    .replace(/\}\s*$/, () => `${rule}}\n`)
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
