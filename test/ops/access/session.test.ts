import { expect, it } from 'vitest'
import { createSessions } from '../../../src/ops/access/session.ts'

const SECRETS = ['the-token-of-operators', 'the-token-of-viewers', 'whsec_signing']
const AT = new Date('2026-03-01T12:00:00Z')

it('a session can be read by those who have all of the secrets, and by nobody else', async () => {
  const value = await createSessions(SECRETS, () => AT).open({ id: '1', role: 'viewer' })
  const read = (secrets: readonly string[], at = AT) =>
    createSessions(secrets, () => at).read(value)
  const session = { id: '1', role: 'viewer', until: new Date('2026-03-02T00:00:00Z') }
  expect(await read(SECRETS)).toEqual(session)
  expect(await read(SECRETS.slice(1))).toBeNull()
  expect(await read(['another-token-of-operators', ...SECRETS.slice(1)])).toBeNull()
  expect(await read(SECRETS, session.until)).toBeNull()
})
