import { expect, it } from 'vitest'
import { createBackendApi } from '../../src/clerk/backend-api.ts'
import { createTemplatesApi, type TemplatesApi } from '../../src/clerk/templates-api.ts'
import { type ClerkServer, openClerkServer } from '../support/clerk-server.ts'
import { wireTemplate } from '../support/clerk-wire-templates.ts'
import type { Fault } from '../support/fault.ts'

interface Client extends TemplatesApi {
  readonly waits: number[]
}

function clientOf(server: ClerkServer, options: { key?: string; timeoutMs?: number } = {}): Client {
  const waits: number[] = []
  const { key: secretKey = server.secretKey, timeoutMs } = options
  const wait = async (ms: number) => void waits.push(ms)
  const call = createBackendApi({ url: server.url, secretKey, fetch, wait, timeoutMs })
  return { ...createTemplatesApi(call), waits }
}

const CODE = { channel: 'email', slug: 'verification_code' } as const

it.each([
  [{ kind: 'answer', status: 400 }, 'invalid'],
  [{ kind: 'answer', status: 401 }, 'wrong_key'],
  [{ kind: 'answer', status: 402 }, 'plan'],
  [{ kind: 'answer', status: 403 }, 'forbidden'],
  [{ kind: 'answer', status: 404 }, 'not_found'],
  [{ kind: 'answer', status: 410 }, 'removed'],
  [{ kind: 'answer', status: 422 }, 'invalid'],
  [{ kind: 'answer', status: 423 }, 'locked'],
  [{ kind: 'answer', status: 429 }, 'rate_limited'],
  [{ kind: 'answer', status: 503 }, 'failed'],
  [{ kind: 'answer', status: 503, body: '<html>Bad gateway</html>' }, 'failed'],
  [{ kind: 'answer', status: 200, body: '<html>A login page</html>' }, 'unreadable'],
  [{ kind: 'answer', status: 200, body: { slug: 'verification_code' } }, 'unreadable'],
  [{ kind: 'truncated' }, 'unreadable'],
  [{ kind: 'reset' }, 'unreachable'],
  [{ kind: 'hang' }, 'unreachable'],
] satisfies [Fault, string][])('%j is the fault %s', async (fault, kind) => {
  await using server = await openClerkServer()
  server.faults.when(() => fault)
  const client = clientOf(server, fault.kind === 'hang' ? { timeoutMs: 200 } : {})
  await expect(client.get(CODE)).rejects.toMatchObject({
    name: 'ClerkFault',
    kind,
    message: expect.stringMatching(/^[A-Z].*\.$/),
    fix: expect.stringMatching(/^[A-Z].*[.\w]$/),
  })
})

it.each([
  ['7', 7_000],
  ['0', 500],
  ['soon', 10_000],
])('with Retry-After: %s waits %i ms', async (header, ms) => {
  await using server = await openClerkServer()
  server.faults.next({ kind: 'answer', status: 429, headers: { 'retry-after': header } })
  const client = clientOf(server)
  expect((await client.get(CODE)).slug).toBe('verification_code')
  expect(client.waits).toEqual([ms])
})

it('neither the secret key nor another secret of an answer is in an error', async () => {
  await using server = await openClerkServer()
  const message = `The key ${server.secretKey} of ada@acme.dev is wrong`
  const body = { errors: [{ message, code: 'x' }] }
  server.faults.when(() => ({ kind: 'answer', status: 401, body }))
  const error: Error = await clientOf(server)
    .get(CODE)
    .then(
      () => new Error('no error'),
      (thrown) => thrown,
    )
  expect(error.message).toBe(
    'Clerk does not accept the secret key (401). Clerk says: The key ... of … is wrong',
  )
})

it('names the instance by its templates, else by the instance itself', async () => {
  await using server = await openClerkServer()
  server.facts.id = 'ins_real'
  const client = clientOf(server)
  expect(await client.instanceId(await client.list('email'))).toBe('ins_test')
  expect(await client.instanceId(await client.list('sms'))).toBe('ins_real')
  server.faults.when(({ path }) =>
    path === '/v1/instance' ? { kind: 'answer', status: 404 } : null,
  )
  expect(await client.instanceId([])).toBeNull()
})

it('does not take a fault of the moment for an instance without an id', async () => {
  await using server = await openClerkServer()
  server.faults.when(() => ({ kind: 'answer', status: 503 }))
  await expect(clientOf(server).instanceId([])).rejects.toMatchObject({ kind: 'failed' })
})

it.each([1, 3, 500])('lists all templates, with %i on a page', async (mostOfPage) => {
  const templates = Array.from({ length: 7 }, (_, n) => wireTemplate('sms', `slug_${n}`))
  await using server = await openClerkServer({ templates, mostOfPage })
  const found = await clientOf(server).list('sms')
  expect(found.map(({ slug }) => slug)).toEqual(templates.map(({ slug }) => slug))
  expect(await clientOf(server).list('email')).toEqual([])
})

it('reads a list in the form of a page too, and does not ask for ever', async () => {
  await using server = await openClerkServer()
  const data = [wireTemplate('sms', 'invitation')]
  server.faults.when(() => ({ kind: 'answer', status: 200, body: { data, total_count: 1 } }))
  expect(await clientOf(server).list('sms')).toHaveLength(1)
  expect(server.requests).toHaveLength(2)
})

it('a template says what Clerk says about it', async () => {
  await using server = await openClerkServer()
  const client = clientOf(server)
  expect(await client.get({ channel: 'email', slug: 'password_changed' })).toEqual({
    channel: 'email',
    slug: 'password_changed',
    name: 'Password changed',
    instanceId: 'ins_test',
    deliveredBy: 'clerk',
    customised: true,
    variables: ['app.name', 'app.url', 'greeting_name', 'primary_email_address'],
    subject: 'Hello {{greeting_name}}, your password was changed',
    body: expect.stringContaining('{{app.name}}'),
  })
  await client.setDelivery(CODE, 'you')
  expect(await client.get(CODE)).toMatchObject({ deliveredBy: 'you', instanceId: null })
  await client.setDelivery(CODE, 'clerk')
  expect(server.deliveredByYou()).toEqual([])
})
