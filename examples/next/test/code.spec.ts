import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'

const run = promisify(execFile)

test('the code of a sign-up is in the outbox', async ({ request, baseURL }) => {
  const to = 'ada@example.com'
  const since = new Date().toISOString()
  // With your keys of Clerk: go to /sign-up, fill in the address and continue. Here a command plays Clerk's part.
  await run('npx', [
    'bellhop',
    'trigger',
    'email.created',
    '--to',
    to,
    '--url',
    `${baseURL}/bellhop`,
  ])

  const outbox = await request.get('/bellhop/api/outbox', {
    params: { to, since, wait: 10 },
    headers: { authorization: `Bearer ${process.env.OPS_TOKEN}` },
  })
  const { messages } = await outbox.json()
  expect(messages).toHaveLength(1)
  expect(messages[0].code).toMatch(/^\d{6}$/)
  expect(messages[0].subject).toContain(messages[0].code)
})
