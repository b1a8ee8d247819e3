import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { Webhook } from 'svix'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { EXAMPLE_SLUGS } from '../../src/clerk/examples.ts'
import { run } from '../../src/cli/run.ts'
import { type Listening, listen } from '../../src/runtime/server.ts'
import { OPS_TOKEN, SECRET } from '../support/bellhop.ts'
import { cliContext } from '../support/cli-context.ts'

type Event = {
  type: string
  timestamp: number
  data: Record<string, unknown> & { data: Record<string, unknown> }
}

describe('the commands', () => {
  let service: Listening
  let received: { svixId: string; event: Event }[]
  let queries: string[]
  let stdout: string[]
  let stderr: string[]

  beforeAll(async () => {
    const app = new Hono()
    app.post('/api/webhooks/clerk', async (c) => {
      const body = await c.req.text()
      try {
        new Webhook(SECRET).verify(body, c.req.header())
      } catch {
        return c.json({ error: 'invalid_signature' }, 400)
      }
      const svixId = c.req.header('svix-id') ?? ''
      const seen = received.some((earlier) => earlier.svixId === svixId)
      received.push({ svixId, event: JSON.parse(body) })
      return c.json({ status: seen ? 'duplicate' : 'accepted', messageId: 'm1' })
    })
    app.use('/api/messages/*', async (c, next) => {
      if (c.req.header('authorization') !== `Bearer ${OPS_TOKEN}`) return c.json({}, 401)
      return next()
    })
    app.get('/api/messages', (c) => {
      queries.push(new URL(c.req.url).search)
      if (c.req.query('slug') === 'lost') return c.json({ problems: ['slug'] }, 400)
      const page = c.req.query('cursor') ? 2 : 1
      const messages = [
        {
          id: `id-${page}`,
          channel: 'email',
          slug: 'welcome',
          recipient: 'a***@b.dev',
          status: 'sent',
          reason: null,
          createdAt: '2026-11-21T10:00:00.000Z',
        },
      ]
      return c.json({ messages, nextCursor: page === 1 ? 'next' : null })
    })
    app.post('/api/erase', (c) => c.json({ error: 'invalid_body', fix: 'Send less.' }, 400))
    app.get('/api/messages/:id', (c) =>
      c.req.param('id') === 'id-1'
        ? c.json({
            message: { id: 'id-1', status: 'sent' },
            attempts: [
              {
                startedAt: 'then',
                finishedAt: 'later',
                provider: 'resend',
                outcome: 'accepted',
                code: null,
              },
            ],
            receipts: [],
          })
        : c.json({}, 404),
    )
    service = await listen(app, { host: '127.0.0.1', port: 0 })
  })
  afterAll(() => service.close(0))
  beforeEach(() => {
    received = []
    queries = []
    stdout = []
    stderr = []
  })

  function bellhop(argv: string[], settings: Partial<Parameters<typeof run>[1]['settings']> = {}) {
    return run(
      argv,
      cliContext({
        settings: {
          url: service.url,
          signingSecrets: [SECRET],
          opsToken: OPS_TOKEN,
          ...settings,
        },
        print: (line) => stdout.push(line),
        complain: (line) => stderr.push(line),
      }),
    )
  }

  const first = () => received[0]?.event as Event

  describe('trigger', () => {
    it.each(['email.created', 'sms.created', 'user.created', 'user.updated', 'user.deleted'])(
      'posts %s, signed, and prints the answer',
      async (type) => {
        expect(await bellhop(['trigger', type])).toBe(0)
        expect(first().type).toBe(type)
        expect(stdout).toEqual([`${type}  200  accepted  m1`])
      },
    )

    it.each([
      ...EXAMPLE_SLUGS.email.map((slug) => ['email.created', slug] as const),
      ...EXAMPLE_SLUGS.sms.map((slug) => ['sms.created', slug] as const),
    ])('has an example of %s %s', async (type, slug) => {
      expect(await bellhop(['trigger', type, '--slug', slug, '--json'])).toBe(0)
      expect(stderr).toEqual([])
      const { data } = first()
      expect(data).toMatchObject({
        slug,
        delivered_by_clerk: false,
        id: expect.stringMatching(/^(ema|sms)_\w{27}$/),
      })
      expect(data.message ?? data.body_plain).toEqual(expect.stringMatching(/\S/))
    })

    it('sets the recipient, variables and fields', async () => {
      const set = [
        '--set',
        'otp_code=012345',
        '--set',
        'app.name=Wonka',
        '--set',
        'data.user_id=user_9',
        '--set',
        'data.delivered_by_clerk=true',
      ]
      expect(await bellhop(['trigger', 'email.created', '--to', 'x@y.dev', ...set])).toBe(0)
      expect(first().data).toMatchObject({
        to_email_address: 'x@y.dev',
        user_id: 'user_9',
        delivered_by_clerk: true,
        data: { otp_code: '012345', app: { name: 'Wonka', domain_name: 'acme.dev' } },
      })
    })

    it.each(['__proto__.x=1', 'a.constructor.b=1', '=1', 'novalue', 'a..b=1'])(
      'does not set %s',
      async (assignment) => {
        expect(await bellhop(['trigger', 'email.created', '--set', assignment])).toBe(2)
        expect(stderr.join()).toContain('--set path.to.field=value')
        expect(received).toEqual([])
      },
    )

    it('makes many different events', async () => {
      expect(await bellhop(['trigger', 'email.created', '--count', '45'])).toBe(0)
      expect(new Set(received.map(({ event }) => event.data.id)).size).toBe(45)
      expect(stdout).toEqual(['email.created  45 x 200 accepted'])
    })

    it('posts an event twice under the same id', async () => {
      expect(await bellhop(['trigger', 'email.created', '--duplicate'])).toBe(0)
      expect(received[0]).toEqual(received[1])
      expect(stdout).toEqual([
        'email.created  200  accepted  m1',
        'email.created  200  duplicate  m1',
      ])
    })

    it('makes the event older', async () => {
      await bellhop(['trigger', 'email.created', '--age', '11m'])
      expect(Date.now() - first().timestamp).toBeGreaterThanOrEqual(660_000)
      expect(Date.now() - first().timestamp).toBeLessThan(690_000)
    })

    it('succeeds when a forged event is refused, and only then', async () => {
      expect(await bellhop(['trigger', 'email.created', '--bad-signature'])).toBe(0)
      expect(stdout).toEqual(['email.created  400  invalid_signature'])
      expect(
        await bellhop([
          'trigger',
          'email.created',
          '--secret',
          'whsec_BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB',
        ]),
      ).toBe(4)
      expect(stderr.join()).toContain('--secret')
    })

    it.each(['email.created', 'sms.created', 'user.created'])(
      "posts Clerk's own example of %s unchanged",
      async (type) => {
        expect(await bellhop(['trigger', type, '--published'])).toBe(0)
        expect(first().timestamp).toBe(1716883200)
      },
    )

    it.each([
      [['trigger', 'session.created'], 'email.created, sms.created'],
      [['trigger', 'email.created', '--age', 'old'], '30s, 11m'],
      [['trigger', 'email.created', '--age', '999999999d'], 'at most 3650d'],
      [['trigger', 'email.created', '--secret', 'bad'], 'whsec_'],
      [['trigger', 'email.created', '--url', 'localhost:3000'], 'http://'],
      [['messages', '--url', 'localhost:3000'], 'http://'],
      [['messages', '--url', 'not a url'], 'http://'],
      [['trigger', 'email.created', '--count', '0'], '1 to 100000'],
      [['trigger'], "missing required argument 'event'"],
      [['conjure'], "unknown command 'conjure'"],
      [['trigger', 'user.deleted', '--published'], 'email.created, sms.created, user.created'],
    ])('explains the problem of %j', async (argv, hint) => {
      expect(await bellhop(argv)).toBe(2)
      expect(stderr.join('\n')).toContain(hint)
    })

    it('uses the secret that a development service has made', async () => {
      const dataDir = await mkdtemp(join(tmpdir(), 'bellhop-cli-'))
      expect(await bellhop(['trigger', 'email.created'], { signingSecrets: [], dataDir })).toBe(2)
      expect(stderr.join()).toContain('Start the service once')
      await writeFile(join(dataDir, 'webhook-secret'), `${SECRET}\n`)
      expect(await bellhop(['trigger', 'email.created'], { signingSecrets: [], dataDir })).toBe(0)
      await rm(dataDir, { recursive: true })
    })

    it('reports that no service listens', async () => {
      expect(await bellhop(['trigger', 'email.created', '--url', 'http://127.0.0.1:1'])).toBe(3)
      expect(stderr.join()).toContain('Nothing answers at http://127.0.0.1:1')
    })

    it('sends an unknown slug, with a note', async () => {
      expect(await bellhop(['trigger', 'email.created', '--slug', 'brand_new'])).toBe(0)
      expect(stderr.join()).toContain('brand_new')
    })
  })

  describe('messages', () => {
    it('lists messages in columns, page by page up to the limit', async () => {
      expect(await bellhop(['messages', '--status', 'sent', '--limit', '300'])).toBe(0)
      expect(stdout).toHaveLength(3)
      expect(stdout[1]).toMatch(/^2026-11-21T10:00:00 {2}id-1 {2}email .* sent {4}-$/)
      expect(queries).toEqual(['?status=sent&limit=200', '?status=sent&limit=200&cursor=next'])
    })

    it('prints one JSON object per line', async () => {
      await bellhop(['messages', '--json'])
      expect(stdout.map((line) => JSON.parse(line).id)).toEqual(['id-1', 'id-2'])
    })

    it.each([
      ['a wrong token', { opsToken: 'wrong' }, 4, 'Set OPS_TOKEN'],
      ['no service', { url: 'http://127.0.0.1:1' }, 3, 'Start the service'],
    ])('explains %s', async (_, settings, code, hint) => {
      expect(await bellhop(['messages'], settings)).toBe(code)
      expect(stderr.join('\n')).toContain(hint)
    })
  })

  describe('message', () => {
    it('shows a message with its attempts', async () => {
      expect(await bellhop(['message', 'id-1'])).toBe(0)
      expect(stdout).toContain('status  sent')
      expect(stdout.at(-1)).toMatch(/^then +later +resend +accepted +- +-$/)
    })

    it('reports that there is no such message', async () => {
      expect(await bellhop(['message', 'id-2'])).toBe(4)
      expect(stderr.join()).toContain('Check the id')
    })
  })

  it.each([
    [['erase'], 'either --user or --recipient'],
    [['erase', '--recipient', 'foo'], '--recipient foo is not one address or number'],
    [['erase', '--recipient', ''], 'is not one address or number'],
    [['erase', '--user', ''], '--user is empty'],
    [['erase', '--user', 'x'.repeat(300)], 'Send less.'],
    [['messages', '--slug', 'lost'], 'Wrong: slug'],
  ])('explains the problem of %j', async (argv, hint) => {
    expect(await bellhop(argv)).toBe(2)
    expect(stderr.join('\n')).toContain(hint)
  })

  it('documents its exit codes', async () => {
    expect(await bellhop(['--help'])).toBe(0)
    expect(stdout.join('\n')).toContain('Exit codes: 0')
  })
})
