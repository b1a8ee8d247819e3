import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { openHome } from '../support/home.ts'
import { ALWAYS, type App, openApp, type Packed, pack } from './app.ts'
import { reachedFrom } from './reached-files.ts'

const HOOKS = new URL('../support/loaded-modules.ts', import.meta.url).href
const TSC = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url))
const BIN = `node_modules/bellhop/${manifest.bin.bellhop}`
const MOST_BYTES = 2_000_000
const TRACING = '@opentelemetry/api @opentelemetry/resources @opentelemetry/sdk-node'

const ALLOWED = [
  /^(?:package\.json|README\.md|CHANGELOG\.md|LICENSE)$/,
  /^bin\/bellhop\.js$/,
  /^dist\/package\.json$/,
  /^dist\/emails\/(?:_parts\/)?[\w-]+\.js$/,
  /^dist\/emails\/_preview\/handed-over\.js$/,
  /^dist\/src\/(?:[\w-]+\/)*[\w-]+\.js$/,
  /^dist\/src\/store\/(?:migrations|functions)\/[\w-]+\.sql$/,
  /^dist\/src\/store\/engine\/empty-engine\.br$/,
  /^dist\/src\/ops\/assets\/[\w-]+\.(?:css|js|svg)$/,
  /^dist\/src\/(?:templates\/locales|clerk\/examples)\/[\w-]+\.json$/,
]
const TYPES = /^dist\/(?:[\w-]+\/)*[\w-]+\.d\.ts$/

let folder: string
let packed: Packed

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bellhop-pack-'))
  packed = pack(folder)
})
afterAll(() => rm(folder, { recursive: true }))

const app = (...optional: string[]): App => openApp(packed, [...ALWAYS, ...optional])

describe('the tarball', () => {
  it('has what runs, the types, and nothing else', () => {
    using bare = app()
    const strange = packed.paths.filter(
      (path) => !TYPES.test(path) && !ALLOWED.some((pattern) => pattern.test(path)),
    )
    expect(strange).toEqual([])
    for (const pattern of ALLOWED)
      expect(packed.paths.some((path) => pattern.test(path))).toBe(true)

    const root = join(bare.folder, 'node_modules/bellhop')
    const reached = reachedFrom(root, ['dist/src/index.js', 'dist/src/bin.js'])
    const isSource = (path: string) => path.endsWith('.js') && !/^bin\/|\/assets\//.test(path)
    const idle = packed.paths.filter((path) => isSource(path) && !reached.has(join(root, path)))
    // What only had types is empty.
    const code = idle.filter((path) => {
      const text = readFileSync(join(root, path), 'utf8').replaceAll(/^\/\/.*$/gm, '')
      return text.trim() !== 'export {};'
    })
    expect(code).toEqual([])

    const types = new Set(packed.paths.filter((path) => TYPES.test(path)))
    const report = readFileSync(new URL('../../docs/package-api.md', import.meta.url), 'utf8')
    expect(types).toEqual(
      new Set([...report.matchAll(/^## (.+)$/gm)].map(([, path]) => `dist/${path}`)),
    )
  })

  it('has at most 2 MB', () => {
    expect(packed.bytes).toBeLessThanOrEqual(MOST_BYTES)
  })
})

describe('the package in an app', () => {
  it('loads no library when it is imported, and opens nothing', () => {
    using bare = app()
    const { status, stdout, stderr } = bare.node([
      ...['--import', HOOKS, '--input-type=module', '-e'],
      `import { createBellhop, defineConfig } from 'bellhop'
       createBellhop(defineConfig({ from: 'Acme <login@acme.com>' }))
       // Pipes are the output.
       console.log(process.getActiveResourcesInfo().filter((name) => name !== 'PipeWrap'))`,
    ])
    const loaded = stderr.split('\n').filter((line) => !line.startsWith('loaded bellhop/'))
    expect(loaded.join('\n')).toBe('')
    expect(stderr).toContain('loaded bellhop/dist/src/index.js')
    expect(stdout).toBe('[]\n')
    expect(status).toBe(0)
  })

  it.each([
    'bellhop/dist/src/index.js',
    'bellhop/dist/src/compose.js',
    'bellhop/package.json',
    'bellhop/src/index.ts',
  ])('gives nothing else: %s', (path) => {
    using bare = app()
    const script = `import('${path}').catch(({ code }) => console.log(code))`
    expect(bare.node(['-e', script]).stdout).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED\n')
  })

  const ASKS = `
    import { createBellhop } from 'bellhop'
    const bellhop = createBellhop({ from: 'Acme <login@acme.com>', basePath: '/bellhop' })
    const get = (path) => bellhop.fetch(new Request('https://acme.com/bellhop' + path, {
      headers: { authorization: 'Bearer ' + process.env.OPS_TOKEN },
    }))
    console.log((await get('/healthz')).status)`

  const SMTP = { EMAIL_TRANSPORT: 'smtp', SMTP_URL: 'smtp://me:word@127.0.0.1:1' }
  const TWILIO = {
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: '1'.repeat(32),
    TWILIO_FROM: '+14155550100',
  }

  it.each([
    ['@electric-sql/pglite', {}],
    ['nodemailer', SMTP],
    ['twilio', TWILIO],
  ])('says how to install %s when the settings ask for it', (name, env) => {
    using bare = app()
    const { stdout, stderr } = bare.node(['--input-type=module', '-e', ASKS], env)
    expect(stderr).toContain(`run npm install ${name}.`)
    expect(stdout).toBe('503\n')
  })

  it('says on a serverless host that the embedded database is refused, not how to install it', () => {
    using bare = app()
    const { stderr } = bare.node(['--input-type=module', '-e', ASKS], { VERCEL: '1' })
    expect(stderr).toContain('set DATABASE_URL to a PostgreSQL server')
    expect(stderr).not.toContain('npm install')
  })

  it('has its own files: the empty engine, the migrations, the pages and the templates', () => {
    using embedded = app('@electric-sql/pglite')
    const { stdout } = embedded.node(
      [
        '--input-type=module',
        '-e',
        `${ASKS}
        const page = await get('/messages')
        const [, style] = /href="\\/bellhop(\\/assets\\/[^"]+\\.css)"/.exec(await page.text())
        console.log(page.status, (await get(style)).status)
        await bellhop.start()
        await bellhop.stop()`,
      ],
      { OPS_TOKEN: 'ops_'.padEnd(40, '0'), OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' },
    )
    expect(stdout).toMatch(/^200$/m)
    expect(stdout).toMatch(/^200 200$/m)
    // Tracing never keeps the service from running.
    expect(stdout).toContain(`run npm install ${TRACING}.`)
  })
})

describe('the command in an app', () => {
  const CONFIG = `
    import { defineConfig } from 'bellhop'
    const name: string = 'Harbour'
    export default defineConfig({
      brand: { name },
      words: './words',
      templates: { waitlist_invitation: () => import('./emails/waitlist.tsx') },
    })`
  const TEMPLATE = `
    import type { OwnProps } from 'bellhop'
    export default function Waitlist({ brand }: OwnProps) {
      return <html><body>A berth is free at {brand.appName}: <a href="https://acme.com/ticket">go</a></body></html>
    }
    export const subject = ({ brand }: OwnProps) => \`A berth at \${brand.appName}\``
  const WORDS = '{ "emails": { "invitation": { "button": "Come aboard" } } }'
  const FILES = {
    'bellhop.config.ts': CONFIG,
    'emails/waitlist.tsx': TEMPLATE,
    'words/en.json': WORDS,
    // As Next.js has it.
    'tsconfig.json': '{ "compilerOptions": { "jsx": "preserve" } }',
  }

  it('prints its version', () => {
    using bare = app()
    expect(bare.node([BIN, '--version']).stdout).toBe(`${manifest.version}\n`)
  })

  it('takes the settings, words and variables of the app', () => {
    using bare = app()
    bare.write({ ...FILES, '.env': 'APP_ORIGIN=https://harbour.dev\n' })
    const { stdout, stderr } = bare.node([BIN, 'render', 'invitation', '--html'])
    expect(stderr).toBe('')
    expect(stdout).toContain('Come aboard')
    expect(bare.node([BIN, 'render', 'verification_code', '--channel', 'sms']).stdout).toMatch(
      /Harbour[\s\S]*@harbour\.dev/,
    )
  })

  it('takes templates with JSX if the app has tsx', () => {
    using bare = app('tsx')
    bare.write(FILES)
    const { stdout } = bare.node([BIN, 'render', 'waitlist_invitation', '--text'])
    expect(stdout).toContain('A berth is free at Harbour')
  })

  it('takes settings and templates of an app whose modules are CommonJS', () => {
    using bare = app('tsx')
    bare.write({ ...FILES, 'package.json': '{ "name": "app" }' })
    const { stdout, stderr } = bare.node([BIN, 'render', 'waitlist_invitation', '--text'])
    expect(stderr).toBe('')
    expect(stdout).toContain('A berth is free at Harbour')
  })

  it('says what reads a template with JSX', () => {
    using bare = app()
    bare.write({ ...FILES, 'bellhop.config.js': CONFIG.replace(': string', '') })
    const { stderr } = bare.node([BIN, 'render', 'waitlist_invitation'])
    expect(stderr).toMatch(/Unknown file extension .* Run npm install --save-dev tsx\./)
  })

  it('says what reads a settings file with JSX', () => {
    using bare = app()
    bare.write({ ...FILES, 'bellhop.config.ts': `import './emails/waitlist.tsx'` })
    const { stderr } = bare.node([BIN, 'render', 'welcome'])
    expect(stderr).toMatch(
      /bellhop\.config\.ts cannot be loaded: .* Run npm install --save-dev tsx\./,
    )
  })

  it('names the settings of the app that doctor finds wrong', () => {
    using bare = app()
    bare.write({ 'bellhop.config.js': `export default { brand: { name: 'Acme' }, from: 'acme' }` })
    const { stdout, status } = bare.node([BIN, 'doctor', '--skip', 'endpoint'])
    expect(stdout).toMatch(/fail +settings +.*from must be an address/)
    expect(status).toBe(1)
  })

  it('checks with doctor the address below the path of --url', () => {
    using bare = app()
    const env = { PUBLIC_URL: 'https://127.0.0.1:1' }
    const { stdout } = bare.node([BIN, 'doctor', '--url', 'http://127.0.0.1:1/bellhop/'], env)
    expect(stdout).toMatch(/fail +endpoint +https:\/\/127\.0\.0\.1:1\/bellhop\/api\/webhooks does/)
  })

  it.each(['3e3', '70000'])('names the port %s with doctor', (PORT) => {
    using bare = app()
    const { stdout } = bare.node([BIN, 'doctor', '--skip', 'endpoint'], { PORT })
    expect(stdout).toMatch(/fail +settings +PORT must be a number from 0 to 65535/)
  })

  it('says with doctor which packages are missing', () => {
    using bare = app()
    const env = {
      EMAIL_TRANSPORT: 'smtp',
      SMTP_URL: 'smtp://127.0.0.1:1',
      EMAIL_FROM: 'a@acme.com',
    }
    const { stdout } = bare.node([BIN, 'doctor'], env)
    expect(stdout).toMatch(
      /fail +settings +The embedded database needs .* run npm install @electric-sql\/pglite\. SMTP needs a package .* run npm install nodemailer\./,
    )
  })

  it.skipIf(inject('postgres') === null)('migrates a database', async () => {
    using bare = app()
    await using home = await openHome('postgres')
    const { stdout, stderr, status } = bare.node([BIN, 'migrate'], home.env)
    expect(stderr).toBe('')
    expect(stdout).toBe('The tables are those of this version.\n')
    expect(status).toBe(0)
  })
})

describe('the types', () => {
  const CONSUMER = `
    import { type BellhopOptions, createBellhop, defineConfig, type OwnProps } from 'bellhop'
    const settings = defineConfig({ brand: { name: 'Acme', logo: { src: './logo.png', width: 120 } } })
    const options: BellhopOptions = { ...settings, basePath: '/bellhop', runtime: 'serverless' }
    const bellhop = createBellhop(options)
    export const { GET, POST } = bellhop.webhook
    export const answer: Promise<Response> = bellhop.fetch(new Request('https://acme.com'), {
      waitUntil: (promise) => void promise,
    })
    export const subject = ({ brand, locale, variables }: OwnProps): string =>
      brand.appName + locale + String(variables['otp_code'])
    // @ts-expect-error: not a setting
    createBellhop({ form: 'Acme <login@acme.com>' })
    // @ts-expect-error: not a logo
    createBellhop({ brand: { logo: 5 } })`

  it.each([
    ['esnext', 'bundler'],
    ['nodenext', 'nodenext'],
  ])('compile in a strict project without other types: %s, %s', (module, moduleResolution) => {
    // Not even the libraries.
    using bare = openApp(packed, [])
    const compilerOptions = {
      ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
      ...{ noPropertyAccessFromIndexSignature: true, skipLibCheck: false, noEmit: true },
      ...{ target: 'es2023', lib: ['es2023', 'dom'], types: [], module, moduleResolution },
    }
    bare.write({
      'consumer.ts': CONSUMER,
      'tsconfig.json': JSON.stringify({ compilerOptions, files: ['consumer.ts'] }),
    })
    const { stdout, status } = bare.node([TSC, '-p', '.'])
    expect(stdout).toBe('')
    expect(status).toBe(0)
  })
})
