import pg from 'pg'
import { StartError } from '../../domain/start-error.ts'

/** The parts of DATABASE_URL that an error may contain. */
interface Place {
  readonly host: string
  /** Host and port. */
  readonly server: string
  readonly user: string
  readonly database: string
}

/** PostgreSQL's own text about the fault. */
interface Said {
  readonly message: string
  /** Empty if there is none. */
  readonly detail: string
}

// By the error code of PostgreSQL or of the system, or by the message if there is no code.
const FAULTS: readonly (readonly [RegExp, (place: Place, said: Said) => string])[] = [
  [
    /^ECONNREFUSED$|^ENOENT connect$/,
    ({ server }) =>
      `No PostgreSQL answers at ${server}: start it, or correct host and port in DATABASE_URL.`,
  ],
  [
    /^(?:ENOTFOUND|EAI_\w+)$/,
    ({ host }) => `There is no host named "${host}": correct it in DATABASE_URL.`,
  ],
  [
    /^(?:ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN)$|timeout/i,
    ({ server }) =>
      `PostgreSQL at ${server} does not answer: correct host and port in DATABASE_URL, or let this machine through its firewall.`,
  ],
  [
    /^(?:ECONNRESET|EPIPE)$|Connection terminated|unexpected.*message/i,
    ({ server }) =>
      `The server at ${server} closes the connection: point DATABASE_URL to a PostgreSQL server; if it accepts only encrypted connections, add ?sslmode=require.`,
  ],
  [
    /does not support SSL/,
    ({ server }) =>
      `PostgreSQL at ${server} has no encryption: remove sslmode from DATABASE_URL, or switch it on there.`,
  ],
  [
    /CERT|^UNABLE_TO_(?:VERIFY|GET)|^SELF_SIGNED/,
    ({ server }, { message }) =>
      `The certificate of PostgreSQL at ${server} is not trusted (${message}): name its authority in DATABASE_URL with ?sslrootcert=<file>.`,
  ],
  [
    /pg_hba\.conf/,
    ({ server, user }) =>
      `PostgreSQL at ${server} does not let ${user} in from this machine: add an entry to its pg_hba.conf; if it accepts only encrypted connections, add ?sslmode=require to DATABASE_URL.`,
  ],
  [
    /^28|password must be a string/,
    ({ server, user }) =>
      `PostgreSQL at ${server} refuses ${user}: correct user and password in DATABASE_URL.`,
  ],
  [
    /^3D000$/,
    ({ server, database }) =>
      `PostgreSQL at ${server} has no ${database}: create it, or correct the name in DATABASE_URL.`,
  ],
  [
    /^42501$/,
    ({ user, database }, { message, detail }) => {
      const other = 'or name another user in DATABASE_URL.'
      if (!message.startsWith('permission denied for database'))
        return `PostgreSQL does not let ${user} do what the start needs (${message}): make it the owner of the schemas bellhop and bellhop_queue and all that is in them, or name their owner in DATABASE_URL.`
      return detail.includes('CONNECT')
        ? `PostgreSQL does not let ${user} connect to ${database}: grant connect on ${database} to it, ${other}`
        : `PostgreSQL does not let ${user} create a schema: grant create on ${database} to it, ${other}`
    },
  ],
  [
    /^too many connections for role/,
    ({ server, user }) =>
      `PostgreSQL at ${server} allows ${user} no more connections: raise its limit (alter role … connection limit), close some of them, or name another user in DATABASE_URL.`,
  ],
  [
    /^too many connections for database/,
    ({ server, database }) =>
      `PostgreSQL at ${server} allows no more connections to ${database}: raise its limit (alter database … connection limit), close some of them, or name another database in DATABASE_URL.`,
  ],
  [
    /^(?:53300|53400)$/,
    ({ server }) =>
      `PostgreSQL at ${server} has no connection left: raise its max_connections, close some of them, or name another server in DATABASE_URL.`,
  ],
  [
    /^55000$|not currently accepting connections/,
    ({ server, database }) =>
      `PostgreSQL at ${server} allows no connections to ${database}: allow them (alter database … allow_connections true), or name another database in DATABASE_URL.`,
  ],
  [
    // A table, type, function, object or column already exists, or differs from Bellhop's.
    /^42(?:P07|710|723|P06|703|P01|809)$/,
    ({ database }, { message }) =>
      `A schema of ${database} that is named bellhop or bellhop_queue contains something other than Bellhop's tables (${message}): rename that schema, or name another database in DATABASE_URL.`,
  ],
  [
    /^2BP01$/,
    ({ database }, { message, detail }) =>
      `Something in ${database} depends on a function of Bellhop that must be replaced (${(detail || message).split('\n')[0]}): drop it and create it again after the start, or name another database in DATABASE_URL.`,
  ],
  [
    /^57P03$/,
    ({ server }) =>
      `PostgreSQL at ${server} is still starting: start Bellhop again in a moment, or name another server in DATABASE_URL.`,
  ],
  [
    /^25006$/,
    ({ server }) =>
      `PostgreSQL at ${server} is read-only: point DATABASE_URL to the primary server.`,
  ],
]

/** The error for the operator if PostgreSQL fails at the start. An unknown error is returned as it is. */
export function postgresFault(error: unknown, connectionString: string): unknown {
  if (!(error instanceof Error) || error instanceof StartError) return error
  const { code, syscall, message, detail = '' } = error as NodeJS.ErrnoException & Partial<Said>
  if (error instanceof URIError || code === 'ERR_INVALID_URL' || isTorn(connectionString)) {
    return new StartError(
      'DATABASE_URL cannot be read: write the / ? # @ and % in its user and password as %2F %3F %23 %40 and %25.',
      { cause: error },
    )
  }
  const marks = [code, `${code} ${syscall}`, message].filter((mark) => mark !== undefined)
  const [, say] = FAULTS.find(([pattern]) => marks.some((mark) => pattern.test(mark))) ?? []
  return say
    ? new StartError(say(placeOf(connectionString), { message, detail }), { cause: error })
    : error
}

// If the password contains a / ? or #, parts of it are read as the host and the database.
function isTorn(connectionString: string): boolean {
  return /^[^/]*\/\/[^/?#]*[/?#].*@/s.test(connectionString)
}

function placeOf(connectionString: string): Place {
  const { host, port, user, database } = new pg.Client({ connectionString })
  return {
    host,
    server: host.startsWith('/') ? host : `${host}:${port}`,
    user: `the user "${user}"`,
    database: `database "${database}"`,
  }
}
