import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { StartError } from '../../../src/domain/start-error.ts'
import { openPostgres } from '../../../src/store/engine/open-postgres.ts'
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

  it('because no server listens', async () => {
    const said = await refusal(`postgres://ada:${PASSWORD}@127.0.0.1:${await freePort()}/hotel`)
    expect(said).toMatch(/No PostgreSQL answers at 127\.0\.0\.1:\d+: start it/)
  })

  it('because there is no such host', async () => {
    expect(await refusal(`postgres://ada:${PASSWORD}@hotel.invalid/hotel`)).toContain(
      'There is no host named "hotel.invalid": correct it',
    )
  })

  it('because the server does not answer', async () => {
    await using server = await refusingPostgres(() => {})
    const said = await refusal(`postgres://ada:${PASSWORD}@127.0.0.1:${server.port}/hotel`)
    expect(said).toContain('does not answer')
  })

  it('because the server closes the connection', async () => {
    await using server = await refusingPostgres((socket) => socket.destroy())
    const said = await refusal(`postgres://ada:${PASSWORD}@127.0.0.1:${server.port}/hotel`)
    expect(said).toContain('closes the connection')
  })

  it.each([`12/${PASSWORD}`, `12?${PASSWORD}`, `12#${PASSWORD}`, `12%${PASSWORD}/x`])(
    'because the password makes the address unreadable: %s',
    async (password) => {
      expect(await refusal(`postgres://ada:${password}@127.0.0.1:1/hotel`)).toContain('%2F')
    },
  )

  it('because it has no encryption, without warnings of the driver', async () => {
    const warnings: string[] = []
    const onWarning = ({ message }: Error) => warnings.push(message)
    process.on('warning', onWarning)
    for (const mode of ['require', 'prefer', 'verify-ca']) {
      await using server = await refusingPostgres((socket) => socket.end('N'))
      const url = `postgres://ada:${PASSWORD}@127.0.0.1:${server.port}/hotel?sslmode=${mode}`
      expect(await refusal(url)).toContain('has no encryption')
    }
    // The warnings come one tick later.
    await new Promise(setImmediate)
    process.off('warning', onWarning)
    expect(warnings).toEqual([])
  })

  describe.skipIf(!inject('postgres'))('on a real server', () => {
    const { url } = inject('postgres') ?? { url: '' }
    const name = `bellhop_test_${randomUUID().replaceAll('-', '')}`
    const own = url && databaseUrl(url, name)
    const asRole = (role: string) => {
      const address = new URL(own)
      address.username = role
      address.password = PASSWORD
      return address.href
    }

    beforeEach(async () => {
      await administer(url, `create database "${name}"`)
      await administer(url, `create role "${name}" login password '${PASSWORD}'`)
    })
    afterEach(async () => {
      await administer(url, `drop database "${name}" with (force)`)
      await administer(url, `drop role "${name}"`)
    })

    it('because its user may not create a schema', async () => {
      expect(await refusal(asRole(name))).toMatch(
        /does not let the user ".*" create a schema: grant create on database/,
      )
    })

    it('because its user may not connect', async () => {
      await administer(url, `revoke connect on database "${name}" from public`)
      expect(await refusal(asRole(name))).toMatch(/connect to .*: grant connect on database/)
    })

    it('because its user has no connection left', async () => {
      await administer(url, `alter role "${name}" connection limit 0`)
      expect(await refusal(asRole(name))).toMatch(/allows the user ".*" no more.*alter role/)
    })

    it('because the database has no connection left', async () => {
      await administer(url, `alter database "${name}" connection limit 0`)
      expect(await refusal(asRole(name))).toMatch(/no more connections to database.*alter database/)
    })

    it('because the database allows no connections', async () => {
      await administer(url, `alter database "${name}" allow_connections false`)
      expect(await refusal(own)).toMatch(
        /allows no connections to database .*allow_connections true/,
      )
    })

    it.each([
      ['a table', 'create table bellhop.messages (id int)'],
      ['a type', 'create type bellhop.events as (id int)'],
      ['a view', 'create view bellhop.events as select 1 as id'],
      ['another list of migrations', 'create table bellhop.migrations (id int)'],
    ])('because the schema bellhop contains %s of another application', async (_, statement) => {
      await administer(own, 'create schema bellhop')
      await administer(own, statement)
      expect(await refusal(own)).toMatch(
        /contains something other than Bellhop's tables.*rename that/,
      )
    })

    it('because a view needs a function that must be replaced', async () => {
      await (await openPostgres(own, { onError: () => {} })).close()
      await administer(
        own,
        `create view mine as select bellhop.is_user_deleted('ins_a', 'user_a') as no`,
      )
      await administer(
        own,
        `do $$ begin execute format('comment on function %s is ''older''', (
          select oid::regprocedure from pg_proc where proname = 'is_user_deleted'
        )); end $$`,
      )
      expect(await refusal(own)).toMatch(/view mine depends on function .*: drop it/)
    })
  })
})
