/** What the server answered, and what it answered to. */
export interface SmtpReply {
  /** The command that it answers. The greeting, EHLO and STARTTLS are `connection`. */
  readonly to: 'connection' | 'login' | 'sender' | 'recipient' | 'data'
  /** `550` */
  readonly status: number
  /** `5.1.1` (RFC 3463), if the server sends such codes. */
  readonly enhanced: string | null
  /** The sentence, without the codes. */
  readonly text: string
}

/** The fields of Nodemailer's errors that are used. Any of them may be missing. */
export interface SmtpError {
  readonly code?: unknown
  readonly originalCode?: unknown
  readonly command?: unknown
  readonly response?: unknown
}

const LINE = /^(\d{3})[ -]?(?:(\d\.\d{1,3}\.\d{1,3})(?:\s|$))?(.*)$/

/** The reply that an error contains; null if the server has not replied. */
export function replyIn(error: SmtpError): SmtpReply | null {
  if (typeof error.response !== 'string') return null
  const lines = error.response.split(/\r?\n/).map((line) => LINE.exec(line))
  const [first] = lines
  if (!first) return null
  return {
    to: commandOf(error),
    status: Number(first[1]),
    enhanced: lines.find((line) => line?.[2])?.[2] ?? null,
    text: lines.map((line) => line?.[3]?.trim() ?? '').join(' '),
  }
}

function commandOf({ command, code }: SmtpError): SmtpReply['to'] {
  if (code === 'EAUTH') return 'login'
  if (command === 'MAIL FROM') return 'sender'
  if (command === 'RCPT TO') return 'recipient'
  return command === 'DATA' ? 'data' : 'connection'
}
