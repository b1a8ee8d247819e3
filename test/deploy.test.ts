import { existsSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { FILES, textOf } from './deploy/files.ts'

// Checks that find nothing would also pass. So each file is also checked with faults in it.
const FAULTS: Readonly<Record<string, readonly (readonly [from: string | RegExp, to: string])[]>> =
  {
    Dockerfile: [
      ['USER 1000:1000', 'USER root'],
      ['VOLUME /data', 'VOLUME /var/data'],
      ['EXPOSE 3000', 'EXPOSE 8080'],
      ['NODE_ENV=production', 'NODE_ENV=development'],
      ['DATA_DIR=/data', 'DATA_FOLDER=/data'],
      ['/healthz', '/health'],
      ['CMD ["node", "dist/src/main.js"]', 'CMD npm start'],
      ['--max-old-space-size=512', '--max-old-space-size=4096'],
      [/image\.version="[^"]+"/, 'image.version="0.0.0"'],
    ],
    'compose.yaml': [
      ["['127.0.0.1:", "['"],
      [":3001']", ":3000']"],
      ['HOST: 127.0.0.1', 'HOST: 0.0.0.0'],
      ['condition: service_healthy', 'condition: service_started'],
      ['bellhop-data:/data', 'bellhop-data:/var/data'],
      ['POSTGRES_PASSWORD:-bellhop}@', 'PG_PASSWORD:-bellhop}@'],
      ['stop_grace_period: 15s', 'stop_grace_period: 5s'],
      ['NODE_ENV: development', 'NODE_ENV: development\n      RESEND_TOKEN: x'],
      ['  postgres-data:\n', ''],
      ['read_only: true', 'read_only: false'],
      ['restart: unless-stopped', 'restarts: unless-stopped'],
      ['cap_drop: [ALL]', 'cap_drops: [ALL]'],
      ["PORT: '3000'", 'PORT: 3000'],
      ['interval: 5s', 'interval: 5'],
      ['services:', 'services: {'],
    ],
    'compose.production.yaml': [
      ['ports: !override []', "ports: ['3000:3000']"],
      ['ports: !override []', 'ports: []'],
      ['POSTGRES_PASSWORD:?Set POSTGRES_PASSWORD in .env}@', 'POSTGRES_PASSWORD:-bellhop}@'],
      ["TRUSTED_PROXIES: '1'", "TRUST_PROXY: '1'"],
      ["['node', 'dist/src/main.js']", "['node', '--import', '/door.mjs', 'dist/src/main.js']"],
      ["'443:443'", "'8443:443'"],
      ['  caddy-data:\n', ''],
    ],
    'deploy/compose/Caddyfile': [
      ['/metrics*', '/internal*'],
      ['bellhop:3000', 'bellhop:8080'],
    ],
    'deploy/fly/fly.toml': [
      ['internal_port = 3000', 'internal_port = 8080'],
      ['/healthz', '/readyz'],
      ['kill_timeout = "15s"', 'kill_timeout = "5s"'],
      ['PUBLIC_URL', 'PUBLIC_ADDRESS'],
      ['memory = "512mb"', 'memory = "256mb"'],
      ['grace_period', 'grace_time'],
      ['dockerfile = "../../Dockerfile"', 'dockerfile = "Dockerfile.fly"'],
    ],
    'deploy/render/render.yaml': [
      ['/healthz', '/readyz'],
      ['key: EMAIL_FROM', 'key: FROM_EMAIL'],
      ['name: bellhop-postgres\n          property', 'name: other\n          property'],
      ['value: "3000"', 'value: "10000"'],
      ['ipAllowList: []', ''],
      ['dockerContext', 'dockerFolder'],
    ],
    'deploy/railway/railway.json': [
      ['/healthz', '/'],
      ['"drainingSeconds": 15', '"drainingSeconds": "15"'],
      ['"ALWAYS"', '"NEVER"'],
      ['overlapSeconds', 'overlapTime'],
    ],
    'deploy/kubernetes/bellhop.yaml': [
      ['containerPort: 3000', 'containerPort: 8080'],
      ['path: /healthz', 'path: /readyz'],
      ['mountPath: /data', 'mountPath: /var/data'],
      ['runAsUser: 1000', 'runAsUser: 0'],
      ['readOnlyRootFilesystem: true', 'readOnlyRootFilesystem: false'],
      ['APP_NAME: Acme', 'NAME: Acme'],
      ['minAvailable: 1', 'minAvailable: 2'],
      ['kind: NetworkPolicy', 'kind: Network'],
      ['targetPort: http', 'targetPort: web'],
      ['memory: 256Mi', 'memory: 256 MB'],
      ['apiVersion: policy/v1', 'apiVersion: policy/v1beta1'],
      ['pathType: Prefix', 'pathType: true'],
      ['name: bellhop\n            - secretRef', 'name: other\n            - secretRef'],
    ],
    'deploy/systemd/bellhop.service': [
      ['DATA_DIR=/var/lib/bellhop', 'DATA_DIR=/opt/bellhop/data'],
      ['Environment=NODE_ENV', 'Environment=NODE_ENVIRONMENT'],
      ['DynamicUser=yes', 'User=root'],
      ['TimeoutStopSec=15', 'TimeoutStopSec=5'],
      ['LimitNOFILE=4096', 'LimitNOFILE=128'],
      ['--max-semi-space-size=8 ', ''],
      ['[Install]', '[Instal]'],
      ['NoNewPrivileges=yes', 'MemoryDenyWriteExecute=yes'],
    ],
  }

describe.each(Object.entries(FILES))('%s', (path, check) => {
  it('holds what Bellhop relies on', () => {
    expect(check(textOf(path))).toEqual([])
  })

  it.each(FAULTS[path] ?? [])('is refused with %s as %s', (from, to) => {
    const text = textOf(path)
    const faulty = text.replace(from, () => to)
    expect(faulty).not.toBe(text)
    expect(check(faulty)).not.toEqual([])
  })
})

it('every file of deploy/ that a platform reads is checked', () => {
  const found = readdirSync(new URL('../deploy/', import.meta.url), {
    recursive: true,
    withFileTypes: true,
  })
    .filter((entry) => entry.isFile() && /\.(?:toml|ya?ml|json|service)$/.test(entry.name))
    .map((entry) => `${entry.parentPath.replace(/^.*\/deploy\//, 'deploy/')}/${entry.name}`)
    // What npm reads: test/package/manifest.test.ts.
    .filter((path) => path !== 'deploy/service/package.json')
  expect(found.toSorted()).toEqual(
    Object.keys(FILES)
      .filter((path) => path.startsWith('deploy/') && !path.endsWith('Caddyfile'))
      .toSorted(),
  )
})

it('every file that these files name exists', () => {
  for (const path of ['compose.yaml', 'compose.production.yaml']) {
    for (const [, named = ''] of textOf(path).matchAll(/- \.\/([\w./-]+):/g)) {
      expect(existsSync(new URL(`../${named}`, import.meta.url)), named).toBe(true)
    }
  }
})

it('the memory that the instructions name is what the benchmark measured', () => {
  const bench = textOf('bench/README.md')
  const [, embedded, postgres] =
    /^\| memory of the process, 60 s .*?new (\d+) MB.*?new (\d+) MB/m.exec(bench) ?? []
  const [, embeddedLater, postgresLater] =
    /^\| the same: memory .*?(\d+) MB after 100,000.*?(\d+) MB after 100,000/m.exec(bench) ?? []
  expect(textOf('deploy/README.md')).toContain(
    `${postgres} MB a minute after its start and ${postgresLater} MB after 100,000 messages, with the embedded database ${embedded} and ${embeddedLater} MB`,
  )
})
