import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { OPS_TOKEN, SECRET } from '../support/bellhop.ts'
import { signed } from '../support/bellhop-process.ts'
import { emailCreated } from '../support/clerk-events.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const READ_AGAIN = /read again in \d+ ms/

/** The service from the source of a clone in which files can be edited. */
async function openClone() {
  const folder = await mkdtemp(join(tmpdir(), 'bellhop-live-'))
  for (const path of ['package.json', 'tsconfig.json', 'src', 'emails']) {
    await cp(join(ROOT, path), join(folder, path), { recursive: true })
  }
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PORT: '0', OPS_TOKEN, CLERK_WEBHOOK_SIGNING_SECRET: SECRET },
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const get = async (url: string) =>
    (await fetch(url, { headers: { Authorization: `Bearer ${OPS_TOKEN}` } })).text()
  return {
    folder,
    child,
    get,
    /** Resolves with the next line of the log that matches. */
    async line(pattern: RegExp): Promise<string> {
      for (;;) {
        const { value, done } = await lines.next()
        if (done) throw new Error(`The log ended without ${pattern}.`)
        if (pattern.test(value)) return value
      }
    },
    async replace(path: string, from: string, to: string) {
      const file = join(folder, path)
      await writeFile(file, (await readFile(file, 'utf8')).replace(from, to))
    },
  }
}

let clone: Awaited<ReturnType<typeof openClone>>
let url: string

beforeAll(async () => {
  clone = await openClone()
  url = JSON.parse(await clone.line(/"listening"/)).url
})
afterAll(async () => {
  clone.child.kill('SIGTERM')
  await once(clone.child, 'exit')
  await rm(clone.folder, { recursive: true })
})

it('the log names the outbox and the templates', async () => {
  expect(await clone.line(/Outbox/)).toContain(url)
  expect(await clone.line(/Templates/)).toContain(`${url}/templates`)
})

it('changes are live without a restart', async () => {
  const preview = () => clone.get(`${url}/templates/html?message=email:verification_code`)
  const { body, headers } = signed(emailCreated())
  const posted = await fetch(`${url}/api/webhooks`, { method: 'POST', body, headers })
  expect(posted.status).toBe(200)
  await clone.line(/"delivery"/)

  await clone.replace('src/templates/locales/en.json', 'Your verification code', 'Here it is')
  await clone.line(READ_AGAIN)
  expect(await preview()).toContain('Here it is')

  // What was captured before can be written again.
  const { messages } = JSON.parse(await clone.get(`${url}/api/outbox`))
  const captured = `${url}/outbox/${messages[0].id}/html`
  expect(await clone.get(captured)).not.toContain('Here it is')
  expect(await clone.get(`${captured}?lang=en`)).toContain('Here it is')

  await writeFile(
    join(clone.folder, 'bellhop.config.ts'),
    "export default { brand: { name: 'Wonka Works' } }\n",
  )
  await clone.line(READ_AGAIN)
  expect(await preview()).toContain('Wonka Works')
})

it('a fault is reported, and the service goes on with what it had', async () => {
  const template = join(clone.folder, 'emails/verification-code.tsx')
  const before = await readFile(template, 'utf8')
  await appendFile(template, '}')
  expect(await clone.line(/stays as it was/)).toContain('verification-code.tsx')
  expect(await clone.get(url)).toContain('verification-code.tsx')
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
  await writeFile(template, before)
  await clone.line(READ_AGAIN)
  expect(await clone.get(url)).not.toContain('verification-code.tsx')

  const settings = join(clone.folder, 'bellhop.config.ts')
  await writeFile(settings, "export default { brand: { nme: 'Acme' } }\n")
  expect(await clone.line(/stays as it was/)).toContain('nme')
})
