import { describe, expect, inject, it } from 'vitest'
import type { RunningBellhop } from '../support/bellhop.ts'
import { startBehindProxy } from '../support/bellhop-behind-proxy.ts'
import { emailCreated } from '../support/clerk-events.ts'

describe.skipIf(!inject('postgres'))('when PostgreSQL cannot be reached', () => {
  it.each(['cut', 'freeze'] as const)(
    'Bellhop answers 503, stores nothing, and works again afterwards (%s)',
    async (fault) => {
      await using started = await startBehindProxy()
      const { bellhop, proxy } = started
      const before = emailCreated()
      expect(await bellhop.post(before)).toMatchObject({
        status: 200,
        answer: { status: 'accepted' },
      })

      proxy[fault]()
      const event = emailCreated()
      expect(await bellhop.post(event)).toEqual({ status: 503, answer: { error: 'unavailable' } })
      expect((await fetch(`${bellhop.url}/healthz`)).status).toBe(200)
      const unready = await fetch(`${bellhop.url}/readyz`)
      expect(unready.status).toBe(503)
      expect(await unready.json()).toMatchObject({
        status: 'unavailable',
        checks: { database: 'failed' },
      })

      proxy.restore()
      const answer = await acceptedInTheEnd(bellhop, event)
      await bellhop.reaches(answer.messageId, 'sent')
      const outbox = await bellhop.get(`/api/outbox?to=${event.data.to_email_address}`)
      expect(((await outbox.json()) as { messages: unknown[] }).messages).toHaveLength(1)
    },
  )
})

/** Posts the same event until it is accepted, as Svix does. */
async function acceptedInTheEnd(
  bellhop: RunningBellhop,
  event: unknown,
): Promise<Record<string, unknown>> {
  const statuses: number[] = []
  let accepted: Record<string, unknown> = {}
  const post = async () => {
    const { status, answer } = await bellhop.post(event)
    statuses.push(status)
    accepted = answer
    return status
  }
  await expect.poll(post, { timeout: 60_000 }).toBe(200)
  expect(statuses.filter((status) => status !== 503)).toEqual([200])
  return accepted
}
