import { expect, it } from 'vitest'
import type { CliWorld } from '../../src/cli/context.ts'
import { run } from '../../src/cli/run.ts'
import { cliContext } from '../support/cli-context.ts'

interface Row {
  readonly id: string
  status: string
}

/** Runs `bellhop tail` beside a ledger. Each step happens while it waits; after the last one it is stopped. */
async function tail(argv: string[], ledger: Row[], steps: (() => void)[], answer?: () => Response) {
  const stop = new AbortController()
  const stdout: string[] = []
  const stderr: string[] = []
  const queries: URLSearchParams[] = []
  const world: CliWorld = cliContext({
    settings: { url: 'http://bellhop.test' },
    fetch: async (input) => {
      const { searchParams } = new URL(String(input))
      queries.push(searchParams)
      if (answer) {
        const given = answer()
        if (!given.ok) return given
      }
      const limit = Number(searchParams.get('limit'))
      const cursor = searchParams.get('cursor')
      const status = searchParams.get('status')
      const rows = ledger
        .filter((row) => (!cursor || row.id < cursor) && (!status || row.status === status))
        .toSorted((a, b) => (a.id < b.id ? 1 : -1))
      const messages = rows.slice(0, limit)
      const nextCursor = rows.length > limit ? messages.at(-1)?.id : null
      return Response.json({ messages, nextCursor })
    },
    untilStopped: () => stop.signal,
    wait: async () => {
      const step = steps.shift()
      if (step) step()
      else stop.abort()
    },
    print: (line) => stdout.push(line),
    complain: (line) => stderr.push(line),
  })
  const code = await run(['tail', '--json', ...argv], world)
  const printed = stdout.map((line) => JSON.parse(line) as Row)
  return { code, stderr, queries, printed: printed.map(({ id, status }) => `${id} ${status}`) }
}

const numbered = (count: number, from = 1): Row[] =>
  Array.from({ length: count }, (_, index) => ({
    id: String(from + index).padStart(6, '0'),
    status: 'sent',
  }))

it('prints the last messages, then new ones and changes, oldest first', async () => {
  const ledger = numbered(12)
  const { code, printed } = await tail(['--lines', '2'], ledger, [
    () => ledger.push(...numbered(2, 13)),
    () => {},
    () => Object.assign(ledger[0] as Row, { status: 'delivered' }),
  ])
  expect(printed).toEqual([
    '000011 sent',
    '000012 sent',
    '000013 sent',
    '000014 sent',
    '000001 delivered',
  ])
  expect(code).toBe(0)
})

it('prints every message of a burst that is longer than a page', async () => {
  const ledger = numbered(3)
  const { printed } = await tail(['--lines', '0'], ledger, [() => ledger.push(...numbered(450, 4))])
  expect(printed).toEqual(numbered(450, 4).map(({ id }) => `${id} sent`))
})

it('begins with the first message of an empty ledger', async () => {
  const ledger: Row[] = []
  const { printed } = await tail([], ledger, [() => ledger.push(...numbered(1))])
  expect(printed).toEqual(['000001 sent'])
})

it('does not print old messages that come up because newer ones were erased', async () => {
  const ledger = numbered(300)
  const { printed } = await tail(['--lines', '0'], ledger, [() => ledger.splice(250, 20)])
  expect(printed).toEqual([])
})

it('prints a message that gets the status later than newer ones', async () => {
  const ledger = numbered(3)
  Object.assign(ledger[2] as Row, { status: 'failed' })
  const { printed, queries } = await tail(['--status', 'failed', '--lines', '0'], ledger, [
    () => Object.assign(ledger[0] as Row, { status: 'failed' }),
  ])
  expect(printed).toEqual(['000001 failed'])
  expect(queries[0]?.get('status')).toBe('failed')
})

it('waits for a service that restarts, and says so once', async () => {
  const ledger = numbered(1)
  let answer = () => Response.json({})
  const { code, printed, stderr } = await tail(
    ['--lines', '0'],
    ledger,
    [
      () => {
        answer = () => {
          throw new TypeError('fetch failed')
        }
      },
      () => {
        answer = () => new Response('unavailable', { status: 503 })
      },
      () => {
        answer = () => Response.json({})
        ledger.push(...numbered(1, 2))
      },
    ],
    () => answer(),
  )
  expect(stderr).toEqual([
    'Nothing answers at http://bellhop.test. Waiting for it.',
    'The service at http://bellhop.test answers again.',
  ])
  expect(printed).toEqual(['000002 sent'])
  expect(code).toBe(0)
})

it.each([
  ['no service', 3, 'Start the service'],
  ['a wrong token', 4, 'Set OPS_TOKEN'],
])('ends at once with %s', async (what, code, hint) => {
  const result = await tail([], [], [], () => {
    if (what === 'no service') throw new TypeError('fetch failed')
    return Response.json({}, { status: 401 })
  })
  expect(result.code).toBe(code)
  expect(result.stderr.join('\n')).toContain(hint)
})
