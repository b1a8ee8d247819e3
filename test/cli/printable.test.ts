import { expect, it } from 'vitest'
import { printable, textLines } from '../../src/cli/printable.ts'
import { run } from '../../src/cli/run.ts'
import { cliContext } from '../support/cli-context.ts'

const HOSTILE = 'a\u001b[2Jb\u009b31mc\u0007\r\u007fd\nall is well'

const WORLD = cliContext({ settings: { opsToken: 't' } })

it('control characters are shown and not executed', () => {
  expect(printable(HOSTILE)).toBe('a\\u001b[2Jb\\u009b31mc\\u0007\\u000d\\u007fd\\u000aall is well')
  expect(printable('zwei\u2028Zeilen\tund ﷺ')).toBe('zwei\\u2028Zeilen\\u0009und ﷺ')
  expect(textLines('zwei\r\nZeilen\n')).toEqual(['zwei', 'Zeilen', ''])
})

it.each([['messages'], ['messages', '--json'], ['message', 'x'], ['message', 'x', '--json']])(
  'control characters from a service are not printed (%j)',
  async (...argv) => {
    const lines: string[] = []
    const message = { id: 'x', slug: HOSTILE, reason: HOSTILE, status: 'failed' }
    const body = { messages: [message], nextCursor: null, message, attempts: [], receipts: [] }
    const code = await run(argv, {
      ...WORLD,
      fetch: async () => Response.json(body),
      print: (line) => lines.push(line),
      complain: (line) => lines.push(line),
    })
    expect(code).toBe(0)
    expect(lines.filter((line) => /\p{Cc}/u.test(line))).toEqual([])
    if (argv.includes('--json')) {
      for (const line of lines) expect(JSON.stringify(JSON.parse(line))).toContain('a\\u001b[2Jb')
    }
  },
)

it('control characters of a refusal or a broken answer are not printed', async () => {
  for (const answer of [
    Response.json({ fix: HOSTILE, problems: [HOSTILE] }, { status: 400 }),
    new Response(`{"messages": ${HOSTILE}`),
  ]) {
    const lines: string[] = []
    const code = await run(['messages', '--slug', HOSTILE], {
      ...WORLD,
      fetch: async () => answer,
      complain: (line) => lines.push(line),
    })
    expect(code).not.toBe(0)
    expect(lines.filter((line) => /\p{Cc}/u.test(line))).toEqual([])
  }
})
