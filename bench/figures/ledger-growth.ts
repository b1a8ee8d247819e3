import { OPS_TOKEN } from '../../test/support/bellhop.ts'
import { type Home, openHome } from '../../test/support/home.ts'
import { openProviders, type Providers } from '../../test/support/providers.ts'
import { createClerk, signed } from '../support/clerk.ts'
import { count, percentile, perSecond } from '../support/figures.ts'
import { openLedger } from '../support/ledger.ts'
import { mustHold } from '../support/stream.ts'
import type { System } from '../support/systems.ts'

const FINISHED = 20_000
const WARM_UP = 5_000
const ROWS = 1_000_000
const VIEWS = 100

export interface LedgerGrowth {
  readonly bytes: string
  readonly accepted: string
  readonly page: string
}

/** What a finished message leaves behind, and what a million of them cost those that come after. */
export async function measureLedgerGrowth(system: System): Promise<LedgerGrowth> {
  if (!system.engine) throw new Error('A system without a database has no ledger.')
  await using providers = await openProviders({ keepContents: false })
  await using home = await openHome(system.engine)
  const sizeOf = async () => {
    await using ledger = await openLedger(home)
    return await ledger.size()
  }
  {
    await using _ = await system.start(home, providers.env)
  }
  const before = await sizeOf()
  const empty = await visit(system, home, providers)
  const bytes = ((await sizeOf()) - before) / (FINISHED + WARM_UP)
  {
    await using ledger = await openLedger(home)
    await ledger.fill(ROWS)
  }
  const full = await visit(system, home, providers)
  return {
    bytes: `${count(bytes)} bytes`,
    accepted: `${perSecond(FINISHED, empty.ms)} empty, ${perSecond(FINISHED, full.ms)} with 1,000,000`,
    page: `${empty.page.toFixed(1)} ms empty, ${full.page.toFixed(1)} ms with 1,000,000`,
  }
}

async function visit(system: System, home: Home, providers: Providers) {
  const { accepted } = providers.resend
  await using service = await system.start(home, providers.env)
  using clerk = createClerk(service.url)
  const known = accepted.length
  await clerk.postAll(signed(WARM_UP))
  const events = signed(FINISHED)
  const started = performance.now()
  await clerk.postAll(events)
  const ms = performance.now() - started
  const all = known + FINISHED + WARM_UP
  await mustHold(() => accepted.length >= all, 120_000, 'The messages were not delivered.')
  const id = accepted.at(-1)?.tags.message_id
  const times: number[] = []
  for (let view = 0; view < VIEWS; view++) {
    const asked = performance.now()
    const response = await fetch(`${service.url}/messages/${id}`, {
      headers: { Authorization: `Bearer ${OPS_TOKEN}` },
    })
    await response.text()
    if (!response.ok) throw new Error(`the page was answered with ${response.status}`)
    times.push(performance.now() - asked)
  }
  return { ms, page: percentile(times, 0.5) }
}
