import { describe, expect, it } from 'vitest'
import type { CapturedMessage } from '../../src/domain/captured-message.ts'
import { createCaptureTransport } from '../../src/transports/capture.ts'
import { NOW, outgoingEmail, outgoingSms } from './outgoing.ts'

describe('the capture transport', () => {
  it('stores a complete email', async () => {
    const kept: CapturedMessage[] = []
    const transport = createCaptureTransport({
      channel: 'email',
      keep: async (message) => void kept.push(message),
    })
    const message = outgoingEmail(1)
    const outcomes = await transport.send(transport.prepare([message], NOW), {
      idempotencyKey: 'bellhop/1',
    })
    const { expiresAt: _, ...shown } = message
    expect(kept).toEqual([shown])
    expect(outcomes).toEqual([{ kind: 'accepted', providerMessageId: `capture-${message.id}` }])
  })

  it('stores a complete SMS, without the fields of emails', async () => {
    const kept: CapturedMessage[] = []
    const transport = createCaptureTransport({
      channel: 'sms',
      keep: async (message) => void kept.push(message),
    })
    const { expiresAt: _, code: __, ...shown } = outgoingSms(1)
    await transport.send(transport.prepare([{ ...shown, expiresAt: NOW }], NOW), {
      idempotencyKey: 'bellhop/1',
    })
    expect(kept).toEqual([shown])
  })

  it('defers only the message that could not be stored', async () => {
    const transport = createCaptureTransport({
      channel: 'email',
      async keep({ to }) {
        if (to === 'reader2@acme.com') throw new Error(`no room for ${to}`)
      },
    })
    const body = transport.prepare([outgoingEmail(1), outgoingEmail(2), outgoingEmail(3)], NOW)
    const outcomes = await transport.send(body, { idempotencyKey: 'bellhop/1' })
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(['accepted', 'deferred', 'accepted'])
    expect(outcomes[1]).toEqual({ kind: 'deferred', code: 'capture_failed' })
  })
})
