import { isIP } from 'node:net'
import { z } from 'zod'

/** A mail server, and how much may be asked of it. */
export interface SmtpSettings {
  readonly host: string
  readonly port: number
  /** TLS from the first byte (`smtps:`). */
  readonly implicitTls: boolean
  readonly isThisMachine: boolean
  readonly login: { readonly user: string; readonly password: string } | null
  /** The most connections at once. */
  readonly connections: number
  /** The most messages per second; null for no limit. */
  readonly rate: number | null
}

const EXAMPLE = 'smtp://user:password@smtp.example.com:587'
/** What to do if SMTP_URL is missing, although a setting such as `EMAIL_TRANSPORT=smtp` needs it. */
export const smtpAdvice = (setting: string) => `${setting} needs it: ${EXAMPLE} (docs/smtp.md).`

const FORM = `must look like ${EXAMPLE}, with smtps: for a port that begins with TLS. Percent-encode every other character than letters and digits in the user and the password: / is %2F, @ is %40, : is %3A, # is %23, % is %25`

const IMPLICIT_TLS_PORTS = new Set([465, 2465])
const STARTTLS_PORTS = new Set([25, 587, 2525, 2587])

const MOST_CONNECTIONS = 50
const PARAMETERS = ['connections', 'rate']

/** `smtp://user:password@host:587?connections=4&rate=14`, percent-encoded. No problem names a value of it. */
export const smtpUrl = z.string().transform((value, context): SmtpSettings => {
  const url = /^smtps?:\/\/\S+$/i.test(value) && URL.canParse(value) ? new URL(value) : null
  const login = url && loginOf(url)
  const problem = url ? problemOf(url, login) : FORM
  if (!url || !login || problem) {
    context.addIssue(problem ?? FORM)
    return z.NEVER
  }
  const implicitTls = isImplicit(url)
  const host = hostOf(url)
  return {
    host,
    port: url.port ? Number(url.port) : implicitTls ? 465 : 587,
    implicitTls,
    isThisMachine: isThisMachine(host),
    login: login.user === '' ? null : login,
    connections: Number(url.searchParams.get('connections') ?? 4),
    rate: url.searchParams.has('rate') ? Number(url.searchParams.get('rate')) : null,
  }
})

const isImplicit = ({ protocol }: URL) => protocol === 'smtps:'
const hostOf = ({ hostname }: URL) => hostname.replace(/^\[|\]$/g, '').toLowerCase()

function loginOf({ username, password }: URL) {
  try {
    return { user: decodeURIComponent(username), password: decodeURIComponent(password) }
  } catch {
    return null
  }
}

function problemOf(url: URL, login: ReturnType<typeof loginOf>): string | null {
  // An @, / or # of a password that is not encoded ends up in one of these.
  if (!login || !/^\/?$/.test(url.pathname) || url.hash !== '' || !isHost(hostOf(url))) return FORM
  if (login.user === '' && login.password !== '') return `has a password but no user: ${EXAMPLE}`
  if (login.user !== '' && login.password === '') return `has a user but no password: ${EXAMPLE}`
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a NUL would end a field of AUTH PLAIN.
  if (/[\x00-\x1f\x7f]/.test(login.user + login.password)) {
    return 'has a control character in its user or password'
  }
  return portProblem(url) ?? parameterProblem(url.searchParams)
}

function isHost(host: string): boolean {
  return (
    isIP(host) !== 0 || /^[a-z\d]([a-z\d_-]*[a-z\d])?(\.[a-z\d]([a-z\d_-]*[a-z\d])?)*$/.test(host)
  )
}

function portProblem(url: URL): string | null {
  const port = Number(url.port)
  if (url.port === '0') return 'must have a port from 1 to 65535'
  if (!isImplicit(url) && IMPLICIT_TLS_PORTS.has(port)) {
    return `has port ${port}, whose connections begin with TLS: write smtps:// in place of smtp://`
  }
  if (isImplicit(url) && STARTTLS_PORTS.has(port)) {
    return `has port ${port}, whose connections change to TLS later (STARTTLS): write smtp:// in place of smtps://`
  }
  return null
}

function parameterProblem(parameters: URLSearchParams): string | null {
  if ([...parameters.keys()].some((name) => !PARAMETERS.includes(name))) {
    return 'has a parameter that is neither connections nor rate. Remove it. A ? in a password is %3F'
  }
  const { connections = '1', rate = '1' } = Object.fromEntries(parameters)
  if (!/^[1-9]\d?$/.test(connections) || Number(connections) > MOST_CONNECTIONS) {
    return `must have connections from 1 to ${MOST_CONNECTIONS}`
  }
  if (!/^\d{1,4}(\.\d{1,3})?$/.test(rate) || Number(rate) === 0) {
    return 'must have a rate from 0.001 to 9999 messages per second'
  }
  return null
}

/** Nobody else can read a connection to it. */
function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}
