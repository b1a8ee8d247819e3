import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { describe, expect, inject, it } from 'vitest'
import { openDeliveryQueue } from '../../../src/queue/delivery-queue.ts'
import { openDatabase } from '../../../src/store/engine/open-database.ts'
import { type Home, openFolder, openHome } from '../../support/home.ts'
import { addMessage } from '../../support/ledger-rows.ts'

const GUIDE = readFileSync(new URL('../../../docs/upgrade.md', import.meta.url), 'utf8')

/** The lines of docs/upgrade.md that begin with this word. */
const commands = (word: string) => GUIDE.split('\n').filter((line) => line.startsWith(`${word} `))

function open({ env: { DATABASE_URL, DATA_DIR = '' } }: Pick<Home, 'env'>) {
  return openDatabase(
    { databaseUrl: DATABASE_URL, dataDir: DATA_DIR, embeddedFsync: false },
    { onError: () => {} },
  )
}

/** A ledger with a message that was sent and one that waits, and the queue. */
async function fill(home: Pick<Home, 'env'>) {
  const { db, connection, close } = await open(home)
  const queue = await openDeliveryQueue(connection, { onError: fail, onWarning: fail })
  await queue.stop()
  const ids = [await addMessage(db, { status: 'sent' }), await addMessage(db, { status: 'queued' })]
  await close()
  return ids
}

/** Opens it as a start does. Returns the statuses of all messages, after the statement of the guide. */
async function statuses(home: Pick<Home, 'env'>) {
  const { db, connection, close } = await open(home)
  const queue = await openDeliveryQueue(connection, { onError: fail, onWarning: fail })
  await queue.ping()
  await queue.stop()
  const [statement = ''] = commands('update')
  await sql.raw(statement).execute(db)
  const rows = await db.selectFrom('messages').select(['id', 'status']).execute()
  await close()
  return new Map(rows.map(({ id, status }) => [id, status]))
}

function fail(error: unknown): never {
  throw error
}

describe('a backup as in docs/upgrade.md', () => {
  it('of the embedded database works again in another directory', async () => {
    await using home = await openFolder(inject('dataDir'))
    await using other = await openFolder()
    const [sent = '', waiting = ''] = await fill(home)
    cpSync(home.dataDir, other.dataDir, { recursive: true })
    expect(await statuses(other)).toEqual(
      new Map([
        [sent, 'sent'],
        [waiting, 'expired'],
      ]),
    )
  })

  it.skipIf(!inject('postgres'))('of PostgreSQL can be put back', async () => {
    await using home = await openHome('postgres')
    const folder = mkdtempSync(join(tmpdir(), 'bellhop-backup-'))
    const run = (lines: readonly string[]) => {
      const variables = Object.entries(home.env).map((pair) => pair.join('='))
      const { status, stderr } = spawnSync('env', [...variables, 'sh', '-ec', lines.join('\n')], {
        cwd: folder,
        encoding: 'utf8',
      })
      expect([
        status,
        stderr.replace(/^NOTICE:.*\n|^(?:DETAIL:.*|drop cascades.*)\n/gm, ''),
      ]).toEqual([0, ''])
    }
    const [sent = '', waiting = ''] = await fill(home)
    run(commands('pg_dump'))
    const later = await open(home)
    await addMessage(later.db, { status: 'sent' })
    await later.close()
    run([...commands('psql'), ...commands('pg_restore')])
    expect(await statuses(home)).toEqual(
      new Map([
        [sent, 'sent'],
        [waiting, 'expired'],
      ]),
    )
    rmSync(folder, { recursive: true })
  })

  it('has one command for each step', () => {
    for (const word of ['pg_dump', 'psql', 'pg_restore', 'update']) {
      expect(commands(word), word).toHaveLength(1)
    }
  })
})
