import { setTimeout as delay } from 'node:timers/promises'
import { OPS_TOKEN } from '../../test/support/bellhop.ts'
import { type Home, openHome } from '../../test/support/home.ts'
import { openProviders, type Providers } from '../../test/support/providers.ts'
import { createClerk, signed } from '../support/clerk.ts'
import { count, percentile, perSecond } from '../support/figures.ts'
import { fillMixed, type KnownMessage } from '../support/mixed-ledger.ts'
import { mustHold } from '../support/stream.ts'
import { BELLHOP_ON_POSTGRES } from '../support/systems.ts'

const ROWS = Number(process.env.PAGES_ROWS ?? 1_000_000)
const VIEWS = 40
const WARM_UP = 3_000
const EVENTS = 15_000
const ROUNDS = 8

/** How long the operations pages of a large ledger take, and what somebody who reads them costs the webhooks. */
export async function measurePages(): Promise<
  readonly (readonly [name: string, figure: string])[]
> {
  await using providers = await openProviders({ keepContents: false })
  await using home = await openHome('postgres')
  const known = await fillMixed(home, ROWS)
  return [
    ...(await measureViews(home, providers, known)),
    ...(await measureAccepting(home, providers, known)),
  ]
}

/** The addresses of the pages, with the most they may take at p95, in milliseconds. */
function pagesFor({
  id,
  recipient,
}: KnownMessage): readonly (readonly [path: string, most: number])[] {
  const part = recipient.slice(2, -6)
  const filters = [
    ...['queued', 'sending', 'sent', 'delivered', 'bounced', 'failed', 'complained', 'skipped'].map(
      (status) => `status=${status}`,
    ),
    ...['slug=verification_code', 'slug=news', 'slug=none', 'channel=sms', 'channel=email'],
    ...['instance=ins_shop', 'instance=ins_none', 'reason=suppressed', 'reason=none'],
    ...['language=en', 'language=sw', 'language=xx', 'fallback=yes', 'fallback=no'],
    ...['provider=resend', 'provider=smtp', `since=${daysAgo(1)}`, `until=${daysAgo(30)}`],
  ]
  const searches = [recipient, part, recipient.slice(0, 3), id, '0150 000', 'user_none', 'ema_none']
  return [
    ['/overview', 150],
    ['/messages', 100],
    ...filters.map((filter) => [`/messages?${filter}`, 100] as const),
    ...searches.map((text) => [`/messages?q=${encodeURIComponent(text)}`, 150] as const),
    [`/messages/${id}`, 30],
  ]
}

function daysAgo(days: number): string {
  return new Date(Date.now() - days * 24 * 3_600_000).toISOString().slice(0, 16)
}

async function measureViews(home: Home, providers: Providers, known: KnownMessage) {
  await using service = await BELLHOP_ON_POSTGRES.start(home, providers.env)
  const rows: (readonly [string, string])[] = []
  await mustFind(service.url, known)
  for (const [path, most] of pagesFor(known)) {
    const times: number[] = []
    let bytes = 0
    for (let view = 0; view < VIEWS; view++) {
      const asked = performance.now()
      bytes = await read(service.url, path)
      times.push(performance.now() - asked)
    }
    const shown = path
      .replace(known.id, '<id>')
      .replace(encodeURIComponent(known.recipient), '<address>')
    const late = percentile(times, 0.95) > most ? ` (more than ${most})` : ''
    const figure = `p50 ${percentile(times, 0.5).toFixed(0)} ms, p95 ${percentile(times, 0.95).toFixed(0)} ms${late}`
    rows.push([`GET ${shown}`, `${figure}, ${count(bytes / 1024)} kB`])
  }
  return rows
}

/** Accepted webhooks per second, in turn with nobody and with somebody who reads a page every second. */
async function measureAccepting(home: Home, providers: Providers, known: KnownMessage) {
  const rates: Record<'nobody' | 'reader', number[]> = { nobody: [], reader: [] }
  for (let round = 0; round < ROUNDS; round++) {
    // In both orders, because the machine and the ledger change meanwhile.
    for (const who of round % 2 === 0
      ? (['nobody', 'reader'] as const)
      : (['reader', 'nobody'] as const)) {
      rates[who].push(await accepting(home, providers, who === 'reader' ? known : null))
    }
  }
  const middle = (who: keyof typeof rates) => percentile(rates[who], 0.5)
  const less = (1 - middle('reader') / middle('nobody')) * 100
  console.error(rates)
  return [
    ['webhooks accepted, nobody reads pages', perSecond(middle('nobody'), 1_000)],
    ['webhooks accepted, a page read every second', perSecond(middle('reader'), 1_000)],
    ['slower by (at most 5 %)', `${less.toFixed(1)} %`],
  ] as const
}

async function accepting(home: Home, providers: Providers, known: KnownMessage | null) {
  const { accepted } = providers.resend
  await using service = await BELLHOP_ON_POSTGRES.start(home, providers.env)
  using clerk = createClerk(service.url)
  const before = accepted.length
  await clerk.postAll(signed(WARM_UP))
  const stop = new AbortController()
  const reading = known ? readOn(service.url, known, stop.signal) : null
  const events = signed(EVENTS)
  const started = performance.now()
  await clerk.postAll(events)
  const rate = (EVENTS / (performance.now() - started)) * 1_000
  stop.abort()
  await reading
  const all = before + WARM_UP + EVENTS
  await mustHold(() => accepted.length >= all, 120_000, 'The messages were not delivered.')
  return rate
}

async function readOn(url: string, known: KnownMessage, signal: AbortSignal): Promise<void> {
  const paths = pagesFor(known).map(([path]) => path)
  for (let view = 0; !signal.aborted; view++) {
    await read(url, paths[(view * 7) % paths.length] ?? '/overview')
    await delay(1_000, undefined, { signal }).catch(() => {})
  }
}

/** Throws if a search does not find the message that it asks for, or finds others. */
async function mustFind(url: string, { id }: KnownMessage): Promise<void> {
  const found = await readText(url, `/messages?q=${id}`)
  const nothing = await readText(url, '/messages?q=user_none')
  const isRight = found.includes(`"/messages/${id}`) && !/"\/messages\/[0-9a-f-]{36}/.test(nothing)
  if (!isRight) throw new Error('The search of the list finds other messages than it is asked for.')
}

/** Reads a page and returns its size in bytes. */
async function read(url: string, path: string): Promise<number> {
  return Buffer.byteLength(await readText(url, path))
}

async function readText(url: string, path: string): Promise<string> {
  const response = await fetch(`${url}${path}`, {
    headers: { Authorization: `Bearer ${OPS_TOKEN}`, Accept: 'text/html' },
  })
  if (!response.ok) throw new Error(`${path} was answered with ${response.status}`)
  return response.text()
}
