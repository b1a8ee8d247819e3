import { Readable } from 'node:stream'
import type SMTPPool from 'nodemailer/lib/smtp-pool'
import { OPTIONAL, optional } from '../domain/optional-package.ts'
import { openComposer } from './mime-email.ts'
import type { SmtpEmail } from './smtp-email.ts'
import { connectionOptions, type SmtpServer } from './smtp-server.ts'

export interface SmtpPoolOptions extends SmtpServer {
  /** The most connections at once. */
  readonly connections: number
  /** The longest time until a connection can send. */
  readonly setUpMs: number
  /** The longest silence of the server. */
  readonly silenceMs: number
}

export interface Submission {
  /** The only recipient. */
  readonly to: string
  readonly signal: AbortSignal
  /** Called when the server is ready for the data, before the first byte. */
  readonly onData: () => void
}

/** Connections to the server, which are kept for the next messages. */
export interface SmtpPool {
  /** Resolves with the id under which the server has taken the email. Rejects with Nodemailer's error. */
  submit(email: SmtpEmail, submission: Submission): Promise<string>
  /** Closes the connections, those under way when their message is finished. */
  close(): void
}

// Servers end idle connections too, some after ten seconds. Nodemailer notices it.
const IDLE_MS = 60_000

/** Loads Nodemailer, and opens connections as messages need them. */
export async function openSmtpPool(options: SmtpPoolOptions): Promise<SmtpPool> {
  const [{ default: Pool }, compose] = await Promise.all([
    optional(OPTIONAL.smtp, import('nodemailer/lib/smtp-pool')),
    openComposer(),
  ])
  const pool = new Pool({
    ...connectionOptions(options, options.setUpMs),
    maxConnections: options.connections,
    // Only `delivery/` tries again.
    maxRequeues: 0,
    idleTimeout: IDLE_MS,
    socketTimeout: options.silenceMs,
  })
  return {
    async submit(email, submission) {
      const raw = await compose(email)
      return submit(pool, raw, email, submission)
    },
    close: () => pool.close(),
  }
}

function submit(
  pool: SMTPPool,
  raw: Buffer,
  { from, messageId }: SmtpEmail,
  { to, signal, onData }: Submission,
): Promise<string> {
  // Nodemailer reads the message only when the server has answered 354 to DATA. Its errors do not say
  // whether that has happened.
  const message = {
    getEnvelope: () => ({ from: from.address, to: [to] }),
    messageId: () => messageId,
    getHeader: () => messageId,
    createReadStream: () =>
      new Readable({
        read() {
          onData()
          this.push(raw)
          this.push(null)
        },
      }),
  }
  return new Promise((resolve, reject) => {
    const mail = { data: { signal }, message } as unknown as Parameters<SMTPPool['send']>[0]
    pool.send(mail, (error, info) => {
      if (error || !info) reject(error)
      // Some servers replace the Message-ID. Of ours the part before the @ says everything.
      else resolve((info.serverMessageId ?? messageId.replace(/@.*/, '')).replace(/^<|>$/g, ''))
    })
  })
}
