import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { AddressInfo, Socket } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

const fixture = (name: string) =>
  readFileSync(new URL(`../fixtures/smtp/${name}`, import.meta.url), 'utf8')

/** The certificate of the server, which no authority has signed. */
export const SMTP_CERTIFICATE = fixture('server.crt')

/** A password with the characters that a URL must not contain. */
export const SMTP_LOGIN = { user: 'AKIA/test', password: 'p@ss/w:rd#1%+?' }

/** A place in the dialogue. `BODY`: the first bytes of the data have arrived. `DOT`: all of them have. */
export type SmtpStage =
  | 'GREETING'
  | 'EHLO'
  | 'STARTTLS'
  | 'AUTH'
  | 'MAIL'
  | 'RCPT'
  | 'DATA'
  | 'BODY'
  | 'DOT'

/**
 * What happens at a place: this reply in place of the usual one, the connection breaks, the server says
 * nothing, or it goes on as usual when the promise resolves. At `DOT` a message is only kept if the fault
 * is `kept`, or if the reply says that it was accepted.
 */
export type SmtpFault =
  | { readonly at: SmtpStage; readonly reply: string }
  | { readonly at: SmtpStage; readonly ends: 'broken' | 'silent'; readonly kept?: boolean }
  | { readonly at: SmtpStage; readonly until: Promise<unknown> }

export interface ArrivedEmail {
  readonly from: string
  readonly to: readonly string[]
  readonly secure: boolean
  readonly user: string | undefined
  /** As it was on the wire, with dots restored. */
  readonly raw: string
  readonly mail: ParsedMail
  readonly at: Date
}

export interface TestSmtpServer extends AsyncDisposable {
  readonly port: number
  readonly arrived: readonly ArrivedEmail[]
  /** The commands of all connections. */
  readonly commands: readonly string[]
  /** How many connections were opened. */
  opened(): number
  /** How many connections are open. */
  open(): number
  /** Each fault happens once, in this order, at its place. */
  fail(...faults: readonly SmtpFault[]): void
  /** Every time, until `clear`. */
  failAlways(fault: SmtpFault): void
  clear(): void
  close(): Promise<void>
}

/** A connection of the server, with the methods that are replaced to make it fail. */
interface Connection {
  _socket: Socket
  _onCommand(command: Buffer | string, next?: () => void): void
  _sendGreeting(): void
}

export interface TestSmtpOptions extends SMTPServerOptions {
  readonly port?: number
}

/** A real mail server on this machine, which fails on request, at any place of the dialogue. */
export async function openSmtpServer(options: TestSmtpOptions = {}): Promise<TestSmtpServer> {
  const arrived: ArrivedEmail[] = []
  const commands: string[] = []
  const pending: SmtpFault[] = []
  let always: SmtpFault | undefined
  let opened = 0

  function take(stage: SmtpStage): SmtpFault | undefined {
    const index = pending.findIndex(({ at }) => at === stage)
    if (index !== -1) return pending.splice(index, 1)[0]
    return always?.at === stage ? always : undefined
  }

  /** Does what the fault says. Calls `usual` if the dialogue goes on as usual. */
  function meet(
    fault: SmtpFault | undefined,
    socket: Socket,
    usual: () => void,
    next?: () => void,
  ): void {
    if (!fault) usual()
    else if ('until' in fault) void fault.until.then(usual)
    else if ('reply' in fault) {
      socket.write(`${fault.reply}\r\n`)
      next?.()
    } else if (fault.ends === 'broken') socket.destroy()
  }

  class FaultyServer extends SMTPServer {
    override connect(...[socket, rest]: Parameters<SMTPServer['connect']>): void {
      super.connect(socket, rest)
      opened += 1
      const connection = [...this.connections].at(-1) as unknown as Connection
      const onCommand = connection._onCommand.bind(connection)
      const sendGreeting = connection._sendGreeting.bind(connection)
      connection._sendGreeting = () => meet(take('GREETING'), connection._socket, sendGreeting)
      connection._onCommand = (command, next) => {
        const name = String(command).split(/[ :]/)[0]?.toUpperCase() ?? ''
        commands.push(name)
        const usual = () => onCommand(command, next)
        meet(take(name as SmtpStage), connection._socket, usual, next)
      }
    }
  }

  const server = new FaultyServer({
    key: fixture('server.key'),
    cert: SMTP_CERTIFICATE,
    authOptional: true,
    disableReverseLookup: true,
    onAuth({ username, password }, _session, done) {
      if (username === SMTP_LOGIN.user && password === SMTP_LOGIN.password) {
        return done(null, { user: username })
      }
      done(Object.assign(new Error('Authentication credentials invalid'), { responseCode: 535 }))
    },
    onData(stream, session, done) {
      const connection = [...server.connections].find(({ session: one }) => one === session)
      const socket = (connection as unknown as Connection)._socket
      const body = take('BODY')
      if (body) stream.once('data', () => meet(body, socket, () => {}))
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.once('end', () => {
        if (body) return
        const keep = async () => {
          const raw = Buffer.concat(chunks)
          const { mailFrom, rcptTo } = session.envelope
          arrived.push({
            from: mailFrom ? mailFrom.address : '',
            to: rcptTo.map(({ address }) => address),
            secure: session.secure,
            user: session.user as string | undefined,
            raw: raw.toString('latin1'),
            mail: await simpleParser(raw),
            at: new Date(),
          })
        }
        const fault = take('DOT')
        const isKept = !fault || 'until' in fault || ('kept' in fault && fault.kept)
        const usual = () => done(null)
        void (isKept ? keep() : Promise.resolve()).then(() => meet(fault, socket, usual))
      })
    },
    ...options,
  })
  // What clients and faults break off is no error of the server.
  server.on('error', () => {})
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server.server, 'listening')

  let closed = false
  async function close(): Promise<void> {
    if (closed) return
    closed = true
    const sockets = [...server.connections].map(
      (connection) => (connection as unknown as Connection)._socket,
    )
    await new Promise<void>((resolve) => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
  }

  return {
    port: (server.server.address() as AddressInfo).port,
    arrived,
    commands,
    opened: () => opened,
    open: () => server.connections.size,
    fail: (...faults) => void pending.push(...faults),
    failAlways(fault) {
      always = fault
    },
    clear() {
      pending.length = 0
      always = undefined
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}
