import { describe, expect, it } from 'vitest'
import { ASK_DOCTOR } from '../../src/domain/doctor.ts'
import { ALERT_SECRET, openAlertReceiver } from '../support/alert-receiver.ts'
import { startBellhop } from '../support/bellhop.ts'
import { emailCreated } from '../support/clerk-events.ts'
import { createTestDatabase, ENGINES } from '../support/engines.ts'
import { openProviders } from '../support/providers.ts'

describe.each(ENGINES)('alerts on %s', (engine) => {
  it('report that Resend refuses the key, that it works again, and an unknown slug', async () => {
    await using home = await createTestDatabase(engine)
    await using providers = await openProviders()
    await using receiver = await openAlertReceiver()
    await using bellhop = await startBellhop(home, {
      ...providers.env,
      ALERT_WEBHOOK_URL: receiver.url,
      ALERT_WEBHOOK_SECRET: ALERT_SECRET,
    })
    providers.resend.faults.when(() => ({
      kind: 'answer',
      status: 401,
      body: { name: 'invalid_api_key', message: 'API key is invalid', statusCode: 401 },
    }))
    const { answer } = await bellhop.post(emailCreated())
    expect(await receiver.waitFor(1)).toMatchObject([
      {
        type: 'transport.stopped',
        data: { provider: 'resend', cause: 'invalid_api_key', fix: ASK_DOCTOR },
      },
    ])
    const metrics = await (await fetch(`${bellhop.url}/metrics`)).text()
    expect(metrics).toContain(
      'bellhop_transport_stopped{provider="resend",cause="invalid_api_key"} 1',
    )

    providers.resend.faults.clear()
    // Probe at once, and not in 15 seconds.
    await bellhop.database.db.updateTable('transports').set({ probeAt: new Date() }).execute()
    await bellhop.reaches(answer.messageId, 'sent')
    await receiver.waitFor(2)
    expect(receiver.alerts[1]).toMatchObject({ type: 'transport.resumed' })

    for (const _ of [1, 2]) {
      const { answer } = await bellhop.post(emailCreated({ slug: 'never_heard_of', data: {} }))
      await bellhop.reaches(answer.messageId, 'sent')
    }
    await receiver.waitFor(3)
    expect(receiver.alerts[2]).toMatchObject({
      type: 'slug.unknown',
      data: { channel: 'email', slug: 'never_heard_of' },
    })
  })

  it('report unknown events and events that lack a field', async () => {
    await using home = await createTestDatabase(engine)
    await using receiver = await openAlertReceiver()
    await using bellhop = await startBellhop(home, {
      ALERT_WEBHOOK_URL: receiver.url,
      ALERT_WEBHOOK_SECRET: ALERT_SECRET,
    })
    await bellhop.post({ ...emailCreated({ delivered_by_clerk: true }), type: 'pigeon.created' })
    await bellhop.post({ ...emailCreated(), type: 'fax.created' })
    await bellhop.post(emailCreated({ delivered_by_clerk: undefined }))
    const alerts = await receiver.waitFor(2)
    expect(alerts.map(({ type, data }) => ({ type, ...data }))).toEqual(
      expect.arrayContaining([
        { type: 'event.ignored', event: 'fax.created' },
        { type: 'event.incomplete', event: 'email.created', field: 'delivered_by_clerk' },
      ]),
    )
  })

  it('do not delay the delivery when their receiver does not answer', async () => {
    await using home = await createTestDatabase(engine)
    await using receiver = await openAlertReceiver()
    receiver.faults.when(() => ({ kind: 'hang' }))
    const lines: string[] = []
    await using bellhop = await startBellhop(
      home,
      { ALERT_WEBHOOK_URL: `${receiver.url}/hook-with-a-key`, ALERT_WEBHOOK_SECRET: ALERT_SECRET },
      { onLog: (line) => lines.push(line) },
    )
    for (const slug of ['never_heard_of', 'nor_of_this', 'verification_code']) {
      const { answer } = await bellhop.post(emailCreated({ slug }))
      await bellhop.reaches(answer.messageId, 'sent')
    }
    expect(lines.join('\n')).not.toMatch(/hook-with-a-key|whsec_/)
  })
})
