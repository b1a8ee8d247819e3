import { v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import type { AlertFormat } from '../../../src/domain/alert-target.ts'
import { createListener, type Listener } from '../../../src/observe/alerts/listener.ts'
import { ALERT_SECRET, openAlertReceiver } from '../../support/alert-receiver.ts'
import { openDiscordWebhook } from '../../support/discord-webhook.ts'
import { openPagerDutyEvents } from '../../support/pagerduty-events.ts'
import { openSlackWebhook } from '../../support/slack-webhook.ts'
import { openTeamsWorkflow } from '../../support/teams-workflow.ts'

const PUBLIC_URL = 'https://bellhop.acme.dev'

function listener(format: AlertFormat, url: string, publicUrl?: string): Listener {
  const options = { secrets: [ALERT_SECRET], publicUrl, fetch, now: () => new Date() }
  return createListener({ format, url }, options)
}

function alert(type: string, data: Readonly<Record<string, unknown>>) {
  return { id: v7(), type, at: new Date(), data, kind: 'raised' as const }
}

const BOUNCES = alert('bounces.high', { hours: 24, sent: 76, bounced: 4, rate: 0.0526 })
const SENTENCE =
  '4 of 76 emails of the last 24 hours bounced. Providers suspend accounts with many bounces.'
const LINK = `${PUBLIC_URL}/messages?channel=email&status=bounced`
// A name that somebody chose must be shown as it is.
const ODD = alert('slug.unknown', {
  channel: 'email',
  slug: '<!channel> *a* _b_ @everyone & [c](d)',
})

describe('alerts in Slack', () => {
  it('have a sentence, the figure and a link', async () => {
    await using slack = await openSlackWebhook()
    const outcome = await listener('slack', slack.hook, PUBLIC_URL).post(BOUNCES)
    expect(outcome).toEqual({ kind: 'accepted' })
    const link = `<${LINK.replace('&', '&amp;')}|Open in Bellhop>`
    expect(slack.messages).toEqual([
      {
        text: `🟠 ${SENTENCE} ${link}`,
        shown: [`🟠 ${SENTENCE}`, `Bounced: *5.3 %*  ·  bounces.high  ·  ${link}`],
      },
    ])
  })

  it('have no link without a public address', async () => {
    await using slack = await openSlackWebhook()
    await listener('slack', slack.hook).post(BOUNCES)
    expect(JSON.stringify(slack.messages)).not.toMatch(/http|Open in/)
  })

  it('call nobody', async () => {
    await using slack = await openSlackWebhook()
    await listener('slack', slack.hook).post(ODD)
    expect(slack.messages[0]?.text).not.toContain('<')
    expect(slack.messages[0]?.shown[0]).toContain('<!channel> *a* _b_')
    expect(slack.messages[0]?.shown[1]).not.toContain('<')
  })

  it('are refused for a wrong address', async () => {
    await using slack = await openSlackWebhook()
    const outcome = await listener('slack', `${slack.url}/services/T1/B1/other`).post(BOUNCES)
    expect(outcome).toEqual({ kind: 'refused', why: 'answered 404 (no_service)' })
  })

  it('wait when Slack says that they are too many', async () => {
    await using slack = await openSlackWebhook()
    slack.faults.next({ kind: 'answer', status: 429 })
    expect(await listener('slack', slack.hook).post(BOUNCES)).toEqual({
      kind: 'failed',
      why: 'answered 429 (rate_limited)',
      retryAfterMs: 30_000,
    })
  })
})

describe('alerts in Discord', () => {
  it('have a sentence, the figure and a link', async () => {
    await using discord = await openDiscordWebhook()
    const outcome = await listener('discord', discord.hook, PUBLIC_URL).post(BOUNCES)
    expect(outcome).toEqual({ kind: 'accepted' })
    expect(discord.embeds).toMatchObject([
      {
        title: 'bounces.high',
        url: LINK,
        description: SENTENCE,
        fields: [{ name: 'Bounced', value: '5.3 %' }],
      },
    ])
  })

  it('call nobody, and show names as they are', async () => {
    await using discord = await openDiscordWebhook()
    await listener('discord', discord.hook).post(ODD)
    expect(JSON.parse(discord.requests[0]?.body ?? '')).toMatchObject({
      allowed_mentions: { parse: [] },
    })
    expect(discord.embeds[0]?.description).toContain('\\*a\\* \\_b\\_ @everyone & \\[c\\]\\(d\\)')
  })

  it.each([
    ['another webhook', '/api/webhooks/1/x', 'answered 404 (10015)'],
    ['another token', '/api/webhooks/223704706495545344/x', 'answered 401 (50027)'],
  ])('are refused for %s', async (_, path, why) => {
    await using discord = await openDiscordWebhook()
    const outcome = await listener('discord', `${discord.url}${path}`).post(BOUNCES)
    expect(outcome).toEqual({ kind: 'refused', why })
  })

  it('wait as long as the answer says when they are too many', async () => {
    await using discord = await openDiscordWebhook({ now: () => new Date(0) })
    const { post } = listener('discord', discord.hook)
    for (let n = 0; n < 5; n++) expect(await post(BOUNCES)).toEqual({ kind: 'accepted' })
    expect(await post(BOUNCES)).toEqual({
      kind: 'failed',
      why: 'answered 429',
      retryAfterMs: 2_000,
    })
  })
})

describe('alerts in Microsoft Teams', () => {
  it('have a sentence, the figure and a link', async () => {
    await using teams = await openTeamsWorkflow()
    const outcome = await listener('teams', teams.hook, PUBLIC_URL).post(BOUNCES)
    expect(outcome).toEqual({ kind: 'accepted' })
    expect(teams.cards).toEqual([
      { lines: ['bounces.high', SENTENCE, 'Bounced: 5.3 %'], links: [LINK] },
    ])
  })

  it('are cards that the workflow can post, also without a link and with odd names', async () => {
    await using teams = await openTeamsWorkflow()
    await listener('teams', teams.hook).post(ODD)
    expect(teams.failedRuns).toBe(0)
    expect(teams.cards).toMatchObject([{ links: [] }])
    expect(teams.cards[0]?.lines[1]).toContain('<!channel> *a* _b_')
  })

  it('are refused for a wrong signature', async () => {
    await using teams = await openTeamsWorkflow()
    const outcome = await listener('teams', teams.hook.replace(/sig=\w+/, 'sig=x')).post(BOUNCES)
    expect(outcome).toEqual({ kind: 'refused', why: 'answered 401 (AuthorizationFailed)' })
  })

  it('have failed if an older connector says so in an answer with 200', async () => {
    await using teams = await openTeamsWorkflow()
    const text =
      'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429 with ContextId x'
    teams.faults.next({ kind: 'answer', status: 200, body: text })
    const outcome = await listener('teams', teams.hook).post(BOUNCES)
    expect(outcome).toMatchObject({ kind: 'failed', why: 'answered 429' })
  })
})

describe('alerts at PagerDuty', () => {
  it('are incidents with a sentence, the figure and a link, until they end', async () => {
    await using pagerDuty = await openPagerDutyEvents()
    const { post } = listener('pagerduty', pagerDuty.hook, PUBLIC_URL)
    expect(await post(BOUNCES)).toEqual({ kind: 'accepted' })
    expect(pagerDuty.incidents).toEqual([
      {
        summary: SENTENCE,
        severity: 'error',
        links: [LINK],
        details: { Bounced: '5.3 %', ...BOUNCES.data },
        status: 'triggered',
      },
    ])
    expect(await post({ ...BOUNCES, kind: 'ended' })).toEqual({ kind: 'accepted' })
    expect(pagerDuty.incidents).toMatchObject([{ status: 'resolved' }])
  })

  it('are not made of news', async () => {
    await using pagerDuty = await openPagerDutyEvents()
    const outcome = await listener('pagerduty', pagerDuty.hook).post({ ...BOUNCES, kind: 'news' })
    expect(outcome).toEqual({ kind: 'accepted' })
    expect(pagerDuty.requests).toEqual([])
  })

  it('are refused with a wrong routing key', async () => {
    await using pagerDuty = await openPagerDutyEvents()
    const wrong = `${pagerDuty.url}/v2/enqueue?routing_key=x`
    expect(await listener('pagerduty', wrong).post(BOUNCES)).toEqual({
      kind: 'refused',
      why: 'answered 400 (invalid event)',
    })
  })
})

describe('alerts as Standard Webhooks', () => {
  it('also have the sentence and the link', async () => {
    await using receiver = await openAlertReceiver()
    await listener('standard', receiver.url, PUBLIC_URL).post(BOUNCES)
    expect(receiver.alerts).toMatchObject([
      { id: BOUNCES.id, type: 'bounces.high', data: BOUNCES.data, text: SENTENCE, url: LINK },
    ])
  })
})
