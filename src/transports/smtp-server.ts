import type { Options } from 'nodemailer/lib/smtp-connection'

/** The mail server to which emails are handed over. */
export interface SmtpServer {
  readonly host: string
  readonly port: number
  /** TLS from the first byte (`smtps:`). Otherwise STARTTLS. */
  readonly implicitTls: boolean
  /** The host is this machine: nobody else can read the connection, so TLS is used only if it is offered. */
  readonly isThisMachine: boolean
  readonly login: { readonly user: string; readonly password: string } | null
}

/** How a connection to the server is opened. `setUpMs` is the longest time until it can send. */
export function connectionOptions(server: SmtpServer, setUpMs: number) {
  const { host, port, implicitTls, isThisMachine, login } = server
  return {
    host,
    port,
    secure: implicitTls,
    requireTLS: !implicitTls && !isThisMachine,
    // Servers on their own machine often have a certificate that only they have signed.
    tls: { rejectUnauthorized: !isThisMachine, minVersion: 'TLSv1.2' },
    ...(login
      ? { auth: { user: login.user, pass: login.password }, forceAuth: true as const }
      : {}),
    connectionTimeout: setUpMs,
    greetingTimeout: setUpMs,
    dnsTimeout: setUpMs,
  } satisfies Options & { forceAuth?: true }
}
