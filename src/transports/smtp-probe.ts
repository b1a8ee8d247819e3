import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import { OPTIONAL, optional } from '../domain/optional-package.ts'
import { domainOf } from '../domain/recipient.ts'
import type { SmtpProbe } from '../domain/smtp-probe.ts'
import { smtpFailureOutcome } from './smtp-errors.ts'
import type { SmtpError } from './smtp-reply.ts'
import { connectionOptions, type SmtpServer } from './smtp-server.ts'

// Only the name of a function that nodemailer calls in a session.
const SENDERS = 'SENDERS'

/** Goes through a dialogue with the server up to the sender, and sends nothing. Each step may take `limitMs`. */
export async function probeSmtp(
  server: SmtpServer,
  senders: readonly string[],
  { signal, limitMs }: { readonly signal: AbortSignal; readonly limitMs: number },
): Promise<SmtpProbe> {
  const { default: Connection } = await optional(
    OPTIONAL.smtp,
    import('nodemailer/lib/smtp-connection'),
  )
  let refused: { readonly sender: string; readonly error: SmtpError } | undefined
  const connection = new Connection({
    ...connectionOptions(server, limitMs),
    socketTimeout: limitMs,
    customAuth: {
      // There is no other way to send a command of one's own.
      async [SENDERS]({ sendCommand }) {
        for (const sender of senders) {
          const { status, response } = await sendCommand(`MAIL FROM:<${sender}>`)
          if (status >= 400) refused ??= { sender, error: { command: 'MAIL FROM', response } }
          await sendCommand('RSET')
        }
      },
    },
  })
  const end = () => connection.close()
  signal.addEventListener('abort', end)
  const passed = { secured: false, loggedIn: false }
  let at: 'connection' | 'login' | 'sender' = 'connection'
  try {
    await step(connection, (done) => connection.connect(done))
    passed.secured = connection.secure
    at = 'login'
    if (server.login) {
      const { user, password: pass } = server.login
      await step(connection, (done) =>
        connection.login({ user, credentials: { user, pass } }, done),
      )
      passed.loggedIn = true
    }
    at = 'sender'
    await step(connection, (done) => connection.login({ method: SENDERS }, done))
    connection.quit()
    return refused
      ? { ...passed, failed: { at, domain: domainOf(refused.sender), ...causeOf(refused.error) } }
      : { ...passed, failed: null }
  } catch (error) {
    connection.close()
    signal.throwIfAborted()
    return { ...passed, failed: { at, domain: null, ...causeOf(error as SmtpError) } }
  } finally {
    signal.removeEventListener('abort', end)
  }
}

/** One step of the dialogue. Nodemailer reports some failures only as an event. */
function step(
  connection: SMTPConnection,
  run: (done: (error?: Error | null) => void) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.once('error', reject)
    connection.once('end', () => reject(new Error('The connection has ended.')))
    run((error) => {
      if (error) reject(error)
      else resolve()
    })
  })
}

function causeOf(error: SmtpError): { code: string; detail: string | null } {
  const outcome = smtpFailureOutcome(error, { dataBegun: false, ended: null })
  if (outcome.kind === 'accepted') return { code: 'no_answer', detail: null }
  return { code: outcome.code, detail: outcome.detail ?? null }
}
