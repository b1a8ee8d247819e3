import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config/config.ts'
import { problemsOf } from '../support/problems-of.ts'

const KEY = 'a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4'
const PRODUCTION = {
  NODE_ENV: 'production',
  APP_NAME: 'Acme',
  EMAIL_TRANSPORT: 'capture',
  SMS_TRANSPORT: 'capture',
  CLERK_WEBHOOK_SIGNING_SECRET: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
}

function targetsOf(ALERT_WEBHOOK_URL: string, env: Readonly<Record<string, string>> = {}) {
  return readConfig({ ALERT_WEBHOOK_URL, ...env }).alerts.targets
}

describe('ALERT_WEBHOOK_URL', () => {
  it.each([
    ['slack', 'https://hooks.slack.com/services/T0/B0/x'],
    ['discord', 'https://discord.com/api/webhooks/1/x'],
    ['discord', 'https://canary.discord.com/api/v10/webhooks/1/x?thread_id=2'],
    ['discord', 'https://discordapp.com/api/webhooks/1/x'],
    ['teams', 'https://prod-05.westeurope.logic.azure.com:443/workflows/1/triggers/manual?sig=x'],
    ['teams', 'https://default0.a7.environment.api.powerplatform.com:443/powerautomate/1?sig=x'],
    ['teams', 'https://acme.webhook.office.com/webhookb2/x'],
    ['pagerduty', `https://events.pagerduty.com/v2/enqueue?routing_key=${KEY}`],
    ['pagerduty', `https://events.eu.pagerduty.com/v2/enqueue?routing_key=${KEY}`],
    ['standard', 'https://hooks.acme.dev/bellhop'],
    ['standard', 'https://hooks.slack.com.acme.dev/services/T0/B0/x'],
    ['standard', 'https://notdiscord.com/api/webhooks/1/x'],
  ])('is recognised as %s: %s', (format, url) => {
    expect(targetsOf(url)).toEqual([{ format, url }])
  })

  it('may list several addresses, each with its format, and each once', () => {
    const list = `https://hooks.slack.com/services/T0/B0/x, slack=https://chat.acme.dev/hooks/x
      https://hooks.acme.dev/bellhop/ https://hooks.slack.com/services/T0/B0/x`
    const targets = [
      { format: 'slack', url: 'https://hooks.slack.com/services/T0/B0/x' },
      { format: 'slack', url: 'https://chat.acme.dev/hooks/x' },
    ]
    const own = { format: 'standard', url: 'https://hooks.acme.dev/bellhop' }
    expect(targetsOf(list.replace('\n', ' '))).toEqual([...targets, own])
  })

  it('takes the format in front of an address before the one of its host', () => {
    const url = 'https://discord.com/api/webhooks/1/x/slack'
    expect(targetsOf(`slack=${url}`)).toEqual([{ format: 'slack', url }])
  })

  it('takes ALERT_FORMAT for addresses that tell no format, and only for these', () => {
    const [own, discord] = ['https://relay.acme.dev/x', 'https://discord.com/api/webhooks/1/x']
    expect(targetsOf(`${own} ${discord}`, { ALERT_FORMAT: 'teams' })).toEqual([
      { format: 'teams', url: own },
      { format: 'discord', url: discord },
    ])
  })

  it.each([
    ['hooks.acme.dev/secretpath', /must consist of http\(s\) addresses/],
    ['https://hooks.acme.dev/x ftp://acme.dev/secretpath', /must consist of http\(s\) addresses/],
    ['matrix=https://acme.dev/secretpath', /unknown format .* Use standard=, slack=/],
    ['https://me:secretpath@acme.dev/', /user name or password/],
    ['https://events.pagerduty.com/v2/enqueue', /without a routing key\. Add \?routing_key=/],
    ['pagerduty=https://acme.dev/v2/secretpath', /without a routing key/],
    [',', /is empty/],
  ])('refuses %s, without its value', (value, problem) => {
    const problems = problemsOf({ ALERT_WEBHOOK_URL: value })
    expect(problems).toEqual([expect.stringMatching(problem)])
    expect(String(problems)).not.toContain('secretpath')
  })

  it('needs a secret in production only where Bellhop signs', () => {
    const missing = [expect.stringMatching(/^ALERT_WEBHOOK_SECRET is missing/)]
    const slack = 'https://hooks.slack.com/services/T0/B0/x'
    const problems = (url: string, env = {}) =>
      problemsOf({ ...PRODUCTION, ALERT_WEBHOOK_URL: url, ...env })
    expect(problems(slack)).toEqual([])
    expect(problems(`${slack} https://hooks.acme.dev/x`)).toEqual(missing)
    expect(problems('https://hooks.acme.dev/x', { ALERT_FORMAT: 'slack' })).toEqual([])
  })
})
