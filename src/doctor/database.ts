import { access, constants } from 'node:fs/promises'
import type { ServerFacts } from '../domain/server-facts.ts'
import { type Check, fail, ok, warn } from './check.ts'
import { clockResult } from './clock.ts'
import { nearestFolder } from './nearest-folder.ts'

/** What the server says, or what is wrong with the connection. */
export type ReadServer = () => Promise<ServerFacts | { readonly fault: string }>

const OLDEST = 130_000

/** `database`, for PostgreSQL: reachable, new enough, with the rights that the start needs. */
export function postgresCheck(read: ReadServer, now: () => Date): Check {
  return {
    id: 'database',
    async run() {
      const before = now().getTime()
      const facts = await read()
      if ('fault' in facts) {
        const [message = '', ...fix] = facts.fault.split(': ')
        return fail(`${message}.`, sentence(fix.join(': ') || 'Correct DATABASE_URL.'))
      }
      const { version, mayCreate, fsync, readOnly } = facts
      const name = `PostgreSQL ${Math.floor(version / 10_000)}.${version % 10_000}`
      if (version < OLDEST) return fail(`${name} is too old.`, 'Use PostgreSQL 13 or newer.')
      if (readOnly)
        return fail(`${name} is read-only.`, 'Point DATABASE_URL to the primary server.')
      if (!mayCreate) {
        const fix =
          'Grant create on the database to the user of DATABASE_URL, or name another user.'
        return fail(`${name} does not let this user create the schemas of Bellhop.`, fix)
      }
      if (!fsync) {
        const fix = 'Set fsync = on in postgresql.conf.'
        return warn(
          `${name} does not wait for the disk: a power cut may destroy the database.`,
          fix,
        )
      }
      const clock = clockResult((before - facts.now.getTime()) / 1_000, 'the database')
      return clock.status === 'ok' ? ok(`${name} answers, and has what Bellhop needs.`) : clock
    },
  }
}

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

/** `database`, for the embedded engine. It is not opened, because the service may be using it. */
export function embeddedCheck(dataDir: string, fsync: boolean): Check {
  return {
    id: 'database',
    async run() {
      if (!(await nearestFolder(dataDir).then(isWritable, () => false))) {
        const fix = 'Give this user permission to write there, or set DATA_DIR to another folder.'
        return fail('DATA_DIR cannot be written.', fix)
      }
      return fsync
        ? ok('The embedded database can write to DATA_DIR, and waits for the disk.')
        : warn(
            'The embedded database does not wait for the disk: a power cut may destroy it.',
            'Set EMBEDDED_FSYNC=on.',
          )
    },
  }
}

async function isWritable(folder: string): Promise<boolean> {
  try {
    await access(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}
