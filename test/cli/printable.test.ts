import { expect, it } from 'vitest'
import { printable } from '../../src/cli/printable.ts'
import { run } from '../../src/cli/run.ts'

const HOSTILE = 'a\u001b[2Jb\u009b31mc\u0007\r\u007fd'

it('shows control characters instead of obeying them', () => {
  expect(printable(HOSTILE)).toBe('a\\u001b[2Jb\\u009b31mc\\u0007\\u000d\\u007fd')
  expect(printable('zwei\nZeilen\tund ﷺ')).toBe('zwei\nZeilen\tund ﷺ')
})

it.each([['messages'], ['messages', '--json'], ['message', 'x'], ['message', 'x', '--json']])(
  'prints none that a service sends (%j)',
  async (...argv) => {
    const lines: string[] = []
    const message = { id: 'x', slug: HOSTILE, reason: HOSTILE, status: 'failed' }
    const body = { messages: [message], nextCursor: null, message, attempts: [], receipts: [] }
    const code = await run(argv, {
      settings: { url: 'http://127.0.0.1:1', signingSecrets: [], opsToken: 't', dataDir: '.' },
      workbench: () => {
        throw new Error('not needed')
      },
      fetch: async () => Response.json(body),
      now: () => new Date(),
      random: () => 0.5,
      print: (line) => lines.push(line),
      complain: (line) => lines.push(line),
    })
    expect(code).toBe(0)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
    expect(lines.join('\n')).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/)
    if (argv.includes('--json')) {
      for (const line of lines) expect(JSON.stringify(JSON.parse(line))).toContain('a\\u001b[2Jb')
    }
  },
)
