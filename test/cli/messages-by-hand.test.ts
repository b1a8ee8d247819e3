import { Hono } from 'hono'
import { beforeEach, describe, expect, it } from 'vitest'
import type { OfflineTools } from '../../src/cli/context.ts'
import { run } from '../../src/cli/run.ts'
import { readConfig } from '../../src/config/config.ts'
import { createRenderer } from '../../src/templates/render.ts'
import { wordsOf } from '../../src/templates/words.ts'
import { openOfflineTools } from '../../src/wiring/offline.ts'
import { SECRET } from '../support/bellhop.ts'
import { cliContext } from '../support/cli-context.ts'
import { EMAIL_SLUGS } from '../support/every-email.ts'
import { openProviders } from '../support/providers.ts'

/** The first words of an email in German. */
const german = (name: string) => new RegExp(`^${wordsOf('de', 'Acme')('greeting', { name })}`)

describe('messages written by hand', () => {
  let received: { data: Record<string, unknown> }[]
  let stdout: string[]
  let stderr: string[]
  let env: Record<string, string>
  let offlineTools: Partial<OfflineTools>

  beforeEach(() => {
    received = []
    stdout = []
    stderr = []
    env = {}
    offlineTools = {}
  })

  const service = new Hono().post('/api/webhooks/clerk', async (c) => {
    const event: { data: Record<string, unknown> } = await c.req.json()
    received.push(event)
    return String(event.data.to_email_address).includes('+clerk_test')
      ? c.json({ status: 'skipped', reason: 'test_recipient', messageId: 'm1' })
      : c.json({ status: 'accepted', messageId: 'm1' })
  })

  function bellhop(argv: string[]) {
    return run(
      argv,
      cliContext({
        settings: { url: 'http://localhost', signingSecrets: [SECRET] },
        offlineTools: async () => ({ ...openOfflineTools(readConfig(env)), ...offlineTools }),
        fetch: async (input, init) => service.request(String(input), init),
        print: (line) => stdout.push(line),
        complain: (line) => stderr.push(line),
      }),
    )
  }

  describe('render', () => {
    it('prints the message', async () => {
      expect(await bellhop(['render', 'verification_code', '--set', 'otp_code=424242'])).toBe(0)
      expect(stdout[0]).toMatch(/^subject +424242 .*Acme/)
      expect(stdout).toContain('locale    en')
      expect(stdout.slice(4).join()).toContain('424242')
    })

    it('prints another language, one part, or JSON', async () => {
      const printed = async (...args: string[]) => {
        stdout = []
        await bellhop(['render', ...args])
        return stdout.join('\n')
      }
      expect(await printed('welcome', '--locale', 'de-CH', '--text')).toMatch(german('Ada'))
      expect(await printed('welcome', '--locale', 'ar', '--html')).toMatch(/<html[^>]*dir="rtl"/)
      expect(JSON.parse(await printed('invitation', '--locale', 'pt_BR', '--json'))).toMatchObject({
        template: 'invitation',
        locale: 'pt-BR',
        fallback: null,
        link: expect.stringMatching(/^https:/),
      })
    })

    it('counts the segments of an SMS', async () => {
      env = { APP_NAME: 'Acme', APP_ORIGIN: 'https://app.acme.dev' }
      const args = ['render', 'verification_code', '--channel', 'sms', '--set', 'otp_code=424242']
      expect(await bellhop(args)).toBe(0)
      expect(stdout).toContain('segments  1 (GSM-7)')
      expect(stdout.at(-1)).toMatch(/@app\.acme\.dev #424242$/)
    })

    it('reports that there is no template', async () => {
      expect(await bellhop(['render', 'brand_new', '--locale', 'tlh'])).toBe(0)
      expect(stderr.join()).toMatch(/no catalogue for tlh.*no template for brand_new/s)
      expect(stdout).toContain('template  clerk (unknown_slug)')
    })

    it('reports the error of a template', async () => {
      const loadEmails = async () => {
        throw new Error('Transform failed with 1 error:\n/emails/x.tsx:2:0: my typo')
      }
      offlineTools = { render: createRenderer({ loadEmails }).render }
      expect(await bellhop(['render', 'invitation', '--html'])).toBe(0)
      expect(stderr).toEqual([
        expect.stringMatching(/^The template for invitation fails.*x\.tsx:2:0: my typo$/),
      ])
      expect(stdout.join('\n')).toMatch(/<html/i)
    })

    it.each(['email', 'sms'])('names the missing variable for an %s', async (channel) => {
      const args = ['render', 'verification_code', '--channel', channel, '--set', 'otp_code=a b']
      expect(await bellhop(args)).toBe(0)
      expect(stderr.join()).toMatch(/Variables of verification_code are missing.*otp_code/)
    })

    it.each([
      [['--locale', 'not a tag'], 'language tag'],
      [['--set', 'data.email_addresses=true'], 'data.email_addresses'],
      [['--html', '--text'], 'cannot be used'],
      [['--channel', 'fax'], 'email, sms'],
    ])('refuses %j', async (args, words) => {
      expect(await bellhop(['render', 'welcome', ...args])).toBe(2)
      expect(stderr.join()).toContain(words)
    })

    it('reports the problems of the configuration', async () => {
      env = { BRAND_COLOR: 'blue' }
      expect(await bellhop(['render', 'welcome'])).toBe(2)
      expect(stderr.join()).toContain('BRAND_COLOR')
    })
  })

  describe('send-test', () => {
    it('sends every email in one request, marked as a test', async () => {
      await using providers = await openProviders()
      env = providers.env
      expect(await bellhop(['send-test', '--all', '--to', 'me@mail.dev', '--locale', 'de'])).toBe(0)
      const { accepted } = providers.resend
      expect(accepted.map(({ tags }) => tags.slug)).toEqual(EMAIL_SLUGS)
      expect(new Set(accepted.map(({ to }) => to[0]))).toEqual(new Set(['me@mail.dev']))
      expect(accepted.every(({ subject }) => subject.startsWith('[Test] '))).toBe(true)
      const welcome = accepted.find(({ tags }) => tags.slug === 'welcome')
      expect(welcome?.text).toMatch(german('Ada'))
      expect(stdout[0]).toMatch(/^verification_code +accepted +\S+$/)
      expect(stderr.join()).toContain('See the inbox, or https://resend.com/emails.')
    })

    it('sends SMS to a number', async () => {
      await using providers = await openProviders()
      env = providers.env
      expect(await bellhop(['send-test', 'invitation', '--to', '+14155552671'])).toBe(0)
      expect(providers.twilio.accepted.map(({ to }) => to)).toEqual(['+14155552671'])
    })

    it('reports the refusal of the provider', async () => {
      await using providers = await openProviders()
      env = { ...providers.env, RESEND_API_KEY: 're_wrong' }
      expect(await bellhop(['send-test', 'welcome', '--to', 'me@mail.dev'])).toBe(4)
      expect(stdout[0]).toMatch(/^welcome +deferred +\S+/)
      expect((stdout + stderr.join()).includes('me@mail.dev')).toBe(false)
      expect(stderr.join()).not.toContain('See the inbox')
    })

    it('sends through the service when the channel is captured', async () => {
      const args = ['send-test', 'invitation', '--to', 'me@mail.dev', '--locale', 'pt-BR']
      expect(await bellhop(args)).toBe(0)
      expect(received[0]?.data).toMatchObject({
        slug: 'invitation',
        to_email_address: 'me@mail.dev',
        data: { user: { public_metadata: { locale: 'pt-BR' } } },
      })
      expect(stdout).toEqual(['invitation  accepted  m1'])
      expect(stderr).toEqual(['The channel is in capture mode. See http://localhost/outbox/m1.'])
    })

    it('links to the outbox for more than one message', async () => {
      expect(await bellhop(['send-test', '--all', '--to', '+14155552671'])).toBe(0)
      expect(stderr).toEqual(['The channel is in capture mode. See http://localhost/.'])
    })

    it('reports why the service skips a message, and that a language has no catalogue', async () => {
      const args = ['send-test', 'invitation', '--to', 'me+clerk_test@mail.dev']
      expect(await bellhop([...args, '--locale', 'tlh'])).toBe(4)
      expect(stdout).toEqual(['invitation  skipped  test_recipient  m1'])
      expect(stderr.join()).toMatch(/no catalogue for tlh.*without \+clerk_test/s)
      expect(stderr.join()).not.toContain('provider')
    })

    it.each([
      [['--to', 'me@mail.dev'], '--all'],
      [['welcome'], '--to'],
      [['welcome', '--to', 'me@mail.dev,you@mail.dev'], 'ada@example.com'],
      [['brand_new', '--to', 'me@mail.dev'], 'verification_code'],
      [['welcome', '--to', '+14155552671'], 'passkey_added'],
    ])('refuses %j', async (args, words) => {
      expect(await bellhop(['send-test', ...args])).toBe(2)
      expect(stderr.join()).toContain(words)
      expect(received).toEqual([])
    })
  })
})
