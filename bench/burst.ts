import { setTimeout as delay } from 'node:timers/promises'
import { startBellhop } from '../test/support/bellhop.ts'
import { emailCreated, userEvent } from '../test/support/clerk-events.ts'
import type { TestDatabase } from '../test/support/engines.ts'
import { openProviders } from '../test/support/providers.ts'
import { pgliteDatabase, postgresDatabase } from './databases.ts'

const CODES = 1_000
const WELCOMES = 5_000
const SECONDS = 30
const RATE = { limit: 2, windowMs: 1_000 }

/** Seconds until the last of 1,000 codes that arrive at once is with a provider that takes 2 requests/s. */
async function burst(home: TestDatabase): Promise<void> {
  await using providers = await openProviders({ rateLimit: RATE })
  await using bellhop = await startBellhop(home, providers.env)
  const started = performance.now()
  await inParallel(50, CODES, () => bellhop.post(emailCreated()))
  const posted = performance.now()
  await providers.resend.waitFor(CODES)
  const done = performance.now()
  const { requests } = providers.resend
  console.log(
    `burst, ${home.engine}: ${CODES} codes taken in ${seconds(posted - started)}, all at the provider after ${seconds(done - started)}, in ${requests.length} requests`,
  )
}

/** How long a code takes to the provider while 5,000 welcome emails wait at 2 requests/s. */
async function lane(home: TestDatabase): Promise<void> {
  await using providers = await openProviders({ rateLimit: RATE })
  await using bellhop = await startBellhop(home, providers.env)
  await inParallel(50, WELCOMES, () => bellhop.post(userEvent('user.created')))
  const latencies: number[] = []
  for (let second = 0; second < SECONDS; second++) {
    const event = emailCreated()
    const started = Date.now()
    await bellhop.post(event)
    const arrived = async () => {
      for (;;) {
        const found = providers.resend.accepted.find(
          ({ to }) => to[0] === event.data.to_email_address,
        )
        if (found) return found.at.getTime() - started
        await delay(5)
      }
    }
    latencies.push(await arrived())
    await delay(Math.max(0, 1_000 - (Date.now() - started)))
  }
  latencies.sort((a, b) => a - b)
  const waiting =
    WELCOMES - providers.resend.accepted.filter(({ tags }) => tags.slug === 'welcome').length
  console.log(
    `lane, ${home.engine}: code to provider p50 ${latencies[SECONDS / 2]} ms, p99 ${latencies.at(-1)} ms (${waiting} welcome emails still waiting)`,
  )
}

async function inParallel(
  width: number,
  count: number,
  act: () => Promise<unknown>,
): Promise<void> {
  let left = count
  await Promise.all(
    Array.from({ length: width }, async () => {
      while (left-- > 0) await act()
    }),
  )
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

for (const open of [pgliteDatabase, postgresDatabase]) {
  for (const measure of [burst, lane]) {
    await using home = await open()
    await measure(home)
  }
}
