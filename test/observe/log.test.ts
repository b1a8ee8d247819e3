import { expect, it } from 'vitest'
import { createLog, logDelivery } from '../../src/observe/log.ts'

it('hides values with the name of a secret at any depth, and nothing else', () => {
  const lines: string[] = []
  const log = createLog('info', { write: (line) => lines.push(line) })
  const error = Object.assign(new Error('no way to ada@acme.dev'), { code: 'E1' })
  log.info(
    {
      messageId: 'id',
      to: 'ada@acme.dev',
      event: { data: { otp_code: '123456', slug: 'code' } },
      problems: ['data.id'],
      err: error,
    },
    'delivery',
  )
  const { time, err, ...line } = JSON.parse(lines[0] ?? '{}')
  expect(line).toEqual({
    level: 'info',
    messageId: 'id',
    to: '[redacted]',
    event: { data: { otp_code: '[redacted]', slug: 'code' } },
    problems: ['data.id'],
    msg: 'delivery',
  })
  expect(Date.parse(time)).toBeGreaterThan(0)
  expect(err).toMatchObject({ type: 'Error', errorCode: 'E1', message: 'no way to [address]' })
})

it('works with unusual objects', () => {
  const lines: string[] = []
  const log = createLog('info', { write: (line) => lines.push(line) })
  const circle: Record<string, unknown> = { code: '123456', constructor: null }
  circle.self = circle
  log.info({ bare: Object.assign(Object.create(null), { code: '123456' }), circle, list: [circle] })
  expect(lines[0]).not.toContain('123456')
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ bare: { code: '[redacted]' } })
})

it('hides the values that an error of a template quotes', () => {
  const lines: string[] = []
  const log = createLog('info', { write: (line) => lines.push(line) })
  const error = new SyntaxError('Unexpected token "a1b2" in emails.welcome')
  const fields = { messageId: 'id', provider: 'resend', outcome: 'fallback' }
  logDelivery(log, { ...fields, code: 'template_error', error })
  const { err, reason } = JSON.parse(lines[0] ?? '')
  expect(reason).toBe('template_error')
  expect(err).toMatchObject({ type: 'SyntaxError' })
  expect(err.message).toBe('Unexpected token [value] in emails.welcome')
  expect(err.stack).toContain('log.test.ts')
})
