import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { DeliveryRecord } from '../../../src/delivery/signals.ts'
import { createLog, logDelivery } from '../../../src/observe/log.ts'
import type { Database } from '../../../src/store/engine/database.ts'
import { createRenderer } from '../../../src/templates/render.ts'
import { createCaptureTransport } from '../../../src/transports/capture.ts'
import { emailCreated, userEvent } from '../../support/clerk-events.ts'
import { openDeliveryCore } from '../../support/delivery-core.ts'
import { createTestDatabase, type TestDatabase } from '../../support/engines.ts'

let home: TestDatabase
let database: Database
let lines: string[]

beforeAll(async () => {
  home = await createTestDatabase('pglite')
  database = await home.open()
})
afterAll(async () => {
  await database.close()
  await home[Symbol.asyncDispose]()
})
beforeEach(() => {
  lines = []
})

async function deliver(event: unknown, loadEmails?: () => Promise<never>) {
  const log = createLog('info', { write: (line) => lines.push(line) })
  const core = openDeliveryCore({
    db: database.db,
    now: () => new Date(),
    transport: createCaptureTransport({ channel: 'email', keep: async () => {} }),
    record: (record: DeliveryRecord) => logDelivery(log, record),
    render: createRenderer(loadEmails ? { loadEmails } : {}).render,
  })
  const id = await core.accept(event)
  await core.settle()
  const { status, reason } = await core.status(id)
  const found = lines.map((line) => JSON.parse(line)).filter(({ err }) => err !== undefined)
  return { id, status, reason, found }
}

async function broken(): Promise<never> {
  throw new TypeError('no letter for ada@mail.dev, 918273')
}

it('a template that fails is logged with its cause and without secrets', async () => {
  const { id, status, found } = await deliver(emailCreated(), broken)
  expect(status).toBe('sent')
  expect(found).toEqual([
    expect.objectContaining({
      level: 'error',
      messageId: id,
      slug: 'verification_code',
      reason: 'template_error',
      err: expect.objectContaining({
        type: 'TypeError',
        message: 'no letter for [address], [value]',
        stack: expect.stringContaining('broken-template.test.ts'),
      }),
    }),
  ])
})

it('a missing variable is named in the log', async () => {
  const { status, found } = await deliver(emailCreated({ data: { otp_code: 'a b' } }))
  expect(status).toBe('sent')
  expect(found).toEqual([
    expect.objectContaining({
      level: 'warn',
      reason: 'missing_variable',
      err: expect.objectContaining({ message: expect.stringContaining('otp_code') }),
    }),
  ])
})

it('a welcome email whose template fails is recorded as failed', async () => {
  const { status, reason, found } = await deliver(userEvent('user.created'), broken)
  expect({ status, reason }).toEqual({ status: 'failed', reason: 'template_error' })
  expect(found).toHaveLength(1)
})
