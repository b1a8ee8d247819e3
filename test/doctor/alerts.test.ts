import { describe, expect, it } from 'vitest'
import { openAlertReceiver } from '../support/alert-receiver.ts'
import { useDoctorScene } from '../support/doctor-scene.ts'
import { openPagerDutyEvents } from '../support/pagerduty-events.ts'
import { openSlackWebhook } from '../support/slack-webhook.ts'

describe('bellhop doctor about alerts', () => {
  const scene = useDoctorScene()

  it('names the hosts and formats of the targets, and sends nothing', async () => {
    await using slack = await openSlackWebhook()
    await using receiver = await openAlertReceiver()
    scene.env.ALERT_WEBHOOK_URL = `slack=${slack.hook} ${receiver.url}/hook-with-a-key`
    const finding = await scene.found('alerts')
    const hosts = [slack, receiver].map(({ url }) => new URL(url).host)
    expect(finding?.message).toContain(
      `Alerts go to ${hosts[0]} (slack), ${hosts[1]} (standard). bellhop doctor --send-alert`,
    )
    expect(scene.stdout.join()).not.toMatch(/hook-with-a-key|slackhooksecret/)
    expect([...slack.requests, ...receiver.requests]).toEqual([])
  })

  describe('with --send-alert', () => {
    it('sends a test to each target, and says which of them is wrong', async () => {
      await using slack = await openSlackWebhook()
      await using pagerDuty = await openPagerDutyEvents()
      const gone = `${slack.url}/services/T0001/B0001/hook-with-a-key`
      scene.env.ALERT_WEBHOOK_URL = `slack=${slack.hook} slack=${gone} pagerduty=${pagerDuty.hook}`
      expect(await scene.doctor('--send-alert')).toBe(1)
      const { host } = new URL(slack.url)
      expect(scene.stdout.slice(-3).map((line) => line.replace(/ +/g, ' '))).toEqual([
        `ok send.alert ${host} (slack) accepted it. See whether it is shown.`,
        expect.stringContaining(`fail send.alert ${host} (slack) answered 404 (no_service). Check`),
        expect.stringMatching(/^ok send\.alert .* \(pagerduty\) accepted it/),
      ])
      expect(slack.messages).toMatchObject([{ text: expect.stringContaining('This is a test') }])
      // Nobody has to close it by hand.
      expect(pagerDuty.incidents).toMatchObject([{ severity: 'info', status: 'resolved' }])
      expect(scene.stdout.join()).not.toMatch(/hook-with-a-key|slackhooksecret|routing_key/)
    })

    it('says that nobody is told, without targets', async () => {
      delete scene.env.ALERT_WEBHOOK_URL
      expect(await scene.doctor('--send-alert')).toBe(0)
      expect(scene.stdout.at(-1)).toMatch(/^skipped +send\.alert +ALERT_WEBHOOK_URL is not set/)
    })

    it('sends nothing with wrong settings', async () => {
      await using slack = await openSlackWebhook()
      scene.env.ALERT_WEBHOOK_URL = `slack=${slack.hook}`
      scene.env.PORT = 'x'
      expect(await scene.doctor('--send-alert')).toBe(1)
      expect(scene.stdout.at(-1)).toMatch(/^skipped +send\.alert +The settings must be corrected/)
      expect(slack.requests).toEqual([])
    })
  })
})
