import type { SmtpProbe } from '../domain/smtp-probe.ts'
import { type Check, fail, ok, type Result, skipped } from './check.ts'

/** The ids of the checks of the mail server. */
export const SMTP_CHECKS = ['smtp.connection', 'smtp.login', 'smtp.sender'] as const

const STEPS = ['connection', 'login', 'sender'] as const
type Step = (typeof STEPS)[number]

/** The mail server: whether it can be reached, takes the login, and takes the senders. */
export function smtpChecks(probe: (signal: AbortSignal) => Promise<SmtpProbe>): Check[] {
  // One dialogue for all three.
  let probed: Promise<SmtpProbe> | undefined
  const ask = (signal: AbortSignal) => {
    probed ??= probe(signal)
    return probed
  }
  return STEPS.map((step) => ({
    id: `smtp.${step}`,
    run: async (signal) => resultOf(step, await ask(signal)),
  }))
}

function resultOf(step: Step, { secured, loggedIn, failed }: SmtpProbe): Result {
  if (failed && STEPS.indexOf(failed.at) < STEPS.indexOf(step)) {
    return skipped('The dialogue with the server ended before this step.')
  }
  if (failed?.at === step) return failure(failed)
  switch (step) {
    case 'connection':
      return secured
        ? ok('The server answers, with TLS.')
        : ok('The server answers, without TLS, on this machine.')
    case 'login':
      return loggedIn
        ? ok('The server accepts user and password.')
        : skipped('SMTP_URL has no user and no password.')
    case 'sender':
      return ok('The server accepts the senders. Some servers check them only with a message.')
  }
}

function failure({ at, domain, code, detail }: NonNullable<SmtpProbe['failed']>): Result {
  const cause = detail ? `${code}: ${detail}` : code
  switch (at) {
    case 'connection':
      return fail(`The server cannot be used (${cause}).`, CONNECTION_FIXES[code] ?? CONNECTION_FIX)
    case 'login':
      return fail(
        `The server refuses user and password (${cause}).`,
        'Correct them in SMTP_URL. Percent-encode every other character than letters and digits: / is %2F, @ is %40, + may stay.',
      )
    case 'sender':
      return fail(
        `The server refuses the sender${domain ? ` at ${domain}` : ''} (${cause}).`,
        'Verify the domain or the address at your provider, or change EMAIL_FROM.',
      )
  }
}

const CONNECTION_FIX = 'Check host and port in SMTP_URL, and what the server logs.'
const CONNECTION_FIXES: Readonly<Record<string, string>> = {
  host_not_found: 'Correct the host in SMTP_URL.',
  connection_refused:
    'Nothing listens there. Correct host and port in SMTP_URL, or start the server.',
  connect_timeout:
    'Many hosting companies block ports 25, 465 and 587 to the outside. Try another port of your provider, such as 2525 or 2587.',
  tls_failed:
    'The server must offer TLS with a certificate for its host name. Bellhop sends without TLS only to this machine. A private authority is named with NODE_EXTRA_CA_CERTS.',
}
