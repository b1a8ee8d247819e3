import { randomUUID } from 'node:crypto'
import { describe, expect, inject, it } from 'vitest'
import { StartError } from '../../../src/domain/start-error.ts'
import { openPostgres } from '../../../src/store/engine/database.ts'
import { freePort } from '../../support/free-port.ts'
import { administer, databaseUrl } from '../../support/postgres-server.ts'
import { errorResponse, refusingPostgres } from '../../support/refusing-postgres.ts'

const PASSWORD = 'hunter2hunter2'

async function refusal(connectionString: string): Promise<string> {
  const error: unknown = await openPostgres(connectionString, {
    onError: () => {},
    timeoutMs: 300,
  }).then(
    () => null,
    (reason) => reason,
  )
  expect(error).toBeInstanceOf(StartError)
  const { message } = error as StartError
  expect(message).toContain('DATABASE_URL')
  expect(message).not.toContain('hunter2')
  expect(message).toMatch(/^[^\n]*\.$/)
  return message
}

describe('a PostgreSQL that cannot be used', () => {
  it.each([
    ['28P01', 'password authentication failed for user "ada"', /refuses the user "ada"/],
    ['28000', 'role "ada" does not exist', /refuses the user "ada": correct user and password/],
    ['28000', 'no pg_hba.conf entry for host "10.0.0.1", user "ada"', /pg_hba\.conf.*sslmode/],
    ['3D000', 'database "hotel" does not exist', /has no database "hotel": create it/],
    ['42501', 'permission denied for database hotel', /grant create on database "hotel"/],
    ['42501', 'permission denied for schema bellhop', /make it the owner/],
    ['53300', 'sorry, too many clients already', /max_connections/],
    ['57P03', 'the database system is starting up', /start Bellhop again/],
    ['25006', 'cannot execute CREATE SCHEMA in a read-only transaction', /is read-only/],
  ])('because of %s (%s)', async (code, message, sentence) => {
    await using server = await refusingPostgres((socket) => {
      socket.end(errorResponse(code, message))
    })
    const said = await refusal(`postgres://ada:${PASSWORD}@127.0.0.1:${server.port}/hotel`)
    expect(said).toMatch(sentence)
  })

  it('because nothing listens', async () => {
    const said = await refusal(`postgres://ada:${PASSWORD}@127.0.0.1:${await freePort()}/hotel`)
    expect(said).toMatch(/No PostgreSQL answers at 127\.0\.0\.1:\d+: start it/)
  })

  it('because there is no such host', async () => {
    expect(await refusal(`postgres://ada:${PASSWORD}@hotel.invalid/hotel`)).toContain(
      'There is no host hotel.invalid:5432',
    )
  })

  it('because it says nothing', async () => {
    await using server = await refusingPostgres(() => {})
    const said = await refusal(`postgres://ada:${PASSWORD}@127.0.0.1:${server.port}/hotel`)
    expect(said).toContain('does not answer')
  })

  it('because it hangs up', async () => {
    await using server = await refusingPostgres((socket) => socket.destroy())
    const said = await refusal(`postgres://ada:${PASSWORD}@127.0.0.1:${server.port}/hotel`)
    expect(said).toContain('ends the connection')
  })

  it.each([`12/${PASSWORD}`, `12?${PASSWORD}`, `12#${PASSWORD}`, `12%${PASSWORD}/x`])(
    'because its password tears the address apart: %s',
    async (password) => {
      expect(await refusal(`postgres://ada:${password}@127.0.0.1:1/hotel`)).toContain('%2F')
    },
  )

  it.skipIf(!inject('postgres'))('because its user may not create a schema', async () => {
    const { url } = inject('postgres') ?? { url: '' }
    const name = `bellhop_test_${randomUUID().replaceAll('-', '')}`
    await administer(url, `create database "${name}"`)
    await administer(url, `create role "${name}" login password '${PASSWORD}'`)
    try {
      const address = new URL(databaseUrl(url, name))
      address.username = name
      address.password = PASSWORD
      expect(await refusal(address.href)).toMatch(
        /does not let the user ".*" create a schema: grant create on database/,
      )
    } finally {
      await administer(url, `drop database "${name}" with (force)`)
      await administer(url, `drop role "${name}"`)
    }
  })
})
