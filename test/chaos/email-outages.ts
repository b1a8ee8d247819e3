import { parseJson } from '../../src/domain/parse-json.ts'
import { createRandom, type Random } from '../simulation/random.ts'
import type { Fault } from '../support/fault.ts'
import { administer } from '../support/postgres-server.ts'
import type { ReceivedRequest } from '../support/received-request.ts'
import type { ResendServer } from '../support/resend-server.ts'
import { startTcpProxy } from '../support/tcp-proxy.ts'
import { doubtfulFault, faultOf, isCertain } from './email-faults.ts'
import { type Arrival, STAND_BYS } from './stand-by.ts'

/** Two providers of emails that fail for some rounds, each in its own way; the second one stands by. */
export interface EmailOutages extends AsyncDisposable {
  readonly env: Readonly<Record<string, string>>
  /** What arrived at the second one. */
  arrived(): readonly Arrival[]
  /** Since when the first one may have taken a message: it had a request with it. By the id of the message. */
  readonly maybeTaken: ReadonlyMap<string, number>
  /** Leaves the providers as they are, or lets them fail in another way. */
  change(random: Random): Promise<void>
  recover(): Promise<void>
}

const FIRST_STATES = ['down', 'flapping', 'slow', 'lying', 'refusing', 'works'] as const
const SECOND_STATES = ['works', 'works', 'works', 'down', 'lying', 'deferring'] as const
const FLAP_MS = 250
const KEY_REFUSED = { name: 'invalid_api_key', message: 'API key is invalid', statusCode: 401 }

type FirstState = (typeof FIRST_STATES)[number]

export async function openEmailOutages(
  kind: keyof typeof STAND_BYS,
  first: ResendServer,
  { seed, databaseUrl }: { readonly seed: number; readonly databaseUrl: string },
): Promise<EmailOutages> {
  await using stack = new AsyncDisposableStack()
  const second = await STAND_BYS[kind]()
  stack.defer(() => second.close())
  const toFirst = stack.use(await startTcpProxy(first.url))
  const toSecond = stack.use(await startTcpProxy(second.url))
  const maybeTaken = new Map<string, number>()
  // Of its own, so that the number of requests does not change what else is chosen.
  const random = createRandom(seed)
  let state: FirstState = 'works'
  let flapping: NodeJS.Timeout | undefined
  let switched = Promise.resolve()

  // One after the other: a server that is closing cannot listen yet.
  function listenAtFirst(listens: boolean): Promise<void> {
    switched = switched.then(() => (listens ? toFirst.listenAgain() : toFirst.stopListening()))
    return switched
  }

  function setFirst(next: FirstState): Promise<void> {
    state = next
    clearInterval(flapping)
    let listens = next !== 'down'
    if (next === 'flapping') {
      flapping = setInterval(() => {
        listens = !listens
        void listenAtFirst(listens)
      }, FLAP_MS)
    }
    return listenAtFirst(listens)
  }

  // Without a fault it takes the emails.
  function decide(request: ReceivedRequest): Fault | null {
    const ids = messageIdsIn(request)
    const fault = ids.length > 0 ? firstFault(state, random) : null
    if (!isCertain(fault)) {
      for (const id of ids) if (!maybeTaken.has(id)) maybeTaken.set(id, request.at.getTime())
    }
    return fault
  }

  // A stopped provider is probed every 15 s, in which a run has several rounds.
  async function probeSoon(): Promise<void> {
    await administer(
      databaseUrl,
      'update bellhop.transports set probe_at = now() where stopped_by is not null',
    )
  }

  first.faults.when(decide)
  stack.defer(() => clearInterval(flapping))
  const owned = stack.move()
  return {
    env: {
      RESEND_BASE_URL: `http://127.0.0.1:${toFirst.port}`,
      EMAIL_STANDBY_CODES_AFTER: '1s',
      EMAIL_STANDBY_AFTER: '3s',
      ...second.env(toSecond.port),
    },
    arrived: second.arrived,
    maybeTaken,
    async change(choices) {
      const [firstNext, secondNext] = [choices.pick(FIRST_STATES), choices.pick(SECOND_STATES)]
      if (choices.chance(0.6)) {
        await setFirst(firstNext)
        second.clear()
        await (secondNext === 'down' ? toSecond.stopListening() : toSecond.listenAgain())
        if (secondNext === 'lying') second.lie(choices)
        if (secondNext === 'deferring') second.deferAll()
      }
      await probeSoon()
    },
    async recover() {
      await setFirst('works')
      second.clear()
      await toSecond.listenAgain()
      await probeSoon()
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

function firstFault(state: FirstState, random: Random): Fault | null {
  switch (state) {
    case 'refusing':
      return { kind: 'answer', status: 401, body: KEY_REFUSED }
    case 'lying':
      return doubtfulFault(random)
    case 'slow':
      return { kind: random.chance(0.5) ? 'late' : 'slow', wait: 300 + random.below(2_000) }
    case 'flapping':
      return random.chance(0.4) ? faultOf(random) : null
    default:
      return null
  }
}

/** The messages whose emails a request to Resend holds. */
function messageIdsIn({ method, path, body }: ReceivedRequest): string[] {
  if (method !== 'POST' || !path.startsWith('/emails')) return []
  const emails = [parseJson(body)].flat() as { tags?: { name: string; value: string }[] }[]
  return emails.flatMap(({ tags = [] }) =>
    tags.filter(({ name }) => name === 'message_id').map(({ value }) => value),
  )
}
