import { parseArgs } from 'node:util'
import { PGlite } from '@electric-sql/pglite'
import type { Page } from 'playwright-core'
import { exampleEvent } from '../../src/clerk/examples.ts'
import { openPgliteInstance } from '../../src/store/engine/open-pglite.ts'
import { type RunningBellhop, startBellhop } from '../support/bellhop.ts'
import { CHROMIUM, openBrowser } from '../support/browser.ts'
import { furnish } from '../support/operations-scene.ts'

const HELP = `npm run pages:shots -- [name …]    the pictures of the pages in docs/images (all of them)
  --dark    the dark ones, as <name>-dark.png
`

const IMAGES = new URL('../../docs/images/', import.meta.url)
const WINDOW = { width: 1200, height: 760 }

interface Shot {
  readonly name: string
  readonly path: string
  readonly height?: number
  readonly width?: number
}

/** Renews the pictures of the pages that README and docs show, with the same data each time. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { dark: { type: 'boolean' }, help: { type: 'boolean' } },
  })
  if (values.help) {
    process.stdout.write(HELP)
    return 0
  }
  if (!CHROMIUM) return 1
  const open = async () => openPgliteInstance(await PGlite.create())
  const home = { engine: 'pglite', open, async [Symbol.asyncDispose]() {} } as const
  await using bellhop = await startBellhop(home, {
    OPS_TOKEN: '',
    APP_NAME: 'Acme',
    APP_ORIGIN: 'https://app.acme.com',
    EMAIL_FROM: 'Acme <auth@acme.com>',
  })
  await using guarded = await startBellhop({ ...home, open })
  const shots = (await shotsOf(bellhop, guarded)).filter(
    ({ name }) => positionals.length === 0 || positionals.includes(name),
  )
  const browser = await openBrowser()
  try {
    const page = await browser.newPage({ colorScheme: values.dark ? 'dark' : 'light' })
    for (const shot of shots) await take(page, shot, values.dark ? '-dark' : '')
  } finally {
    await browser.close()
  }
  return 0
}

async function shotsOf(bellhop: RunningBellhop, guarded: RunningBellhop): Promise<Shot[]> {
  const { troubled } = await furnish(bellhop.database.db, new Date())
  await capture(bellhop)
  return [
    { name: 'outbox', path: `${bellhop.url}/` },
    { name: 'operations', path: `${bellhop.url}/overview` },
    { name: 'message', path: `${bellhop.url}/messages/${troubled}` },
    { name: 'access', path: `${guarded.url}/login`, width: 700, height: 420 },
  ]
}

async function capture({ post, reaches }: RunningBellhop): Promise<void> {
  const messages = [
    { type: 'user.created', to: 'grace@acme.dev' },
    { type: 'email.created', slug: 'organization_invitation', to: 'grace@acme.dev' },
    { type: 'email.created', slug: 'seasonal_greetings', to: 'lin@acme.dev' },
    { type: 'email.created', slug: 'new_device_sign_in', to: 'ada@acme.dev' },
    { type: 'email.created', slug: 'magic_link_sign_in', to: 'lin@acme.dev' },
    { type: 'sms.created', to: '+14155552671' },
    { type: 'email.created', to: 'ada@acme.dev' },
  ] as const
  for (const [index, message] of messages.entries()) {
    const random = () => (0.427193 + index / 7) % 1
    const event = exampleEvent({ ...message, at: new Date(), instanceId: 'ins_test', random })
    const { answer } = await post(event)
    await reaches(answer.messageId, 'sent')
  }
}

async function take(page: Page, { name, path, ...size }: Shot, ending: string): Promise<void> {
  await page.setViewportSize({ ...WINDOW, ...size })
  await page.goto(path)
  // What a page loads after itself: the email in its frame, and the word that it is live.
  await page.waitForLoadState('load')
  const live = page.locator('#live')
  if ((await live.count()) > 0) await page.locator('#live[data-state=live]').waitFor()
  const file = new URL(`${name}${ending}.png`, IMAGES)
  await page.screenshot({ path: file.pathname })
  process.stdout.write(`docs/images/${name}${ending}.png\n`)
}

process.exitCode = await main()
