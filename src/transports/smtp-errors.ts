import { explained } from '../domain/provider-sentence.ts'
import type { SendOutcome } from '../domain/transport.ts'
import type { DeadlineEnd } from './deadline.ts'
import { replyIn, type SmtpError, type SmtpReply } from './smtp-reply.ts'

type Stops = 'configuration' | 'quota' | 'if_others_too'

/** The server wants another login or TLS, whatever the message is. */
const ACCESS_STATUSES = new Set([530, 534, 535, 538])

/** `5.1.7` and `5.1.8`: the address of the sender. The other codes of `5.1` concern the recipient. */
const SENDER_CODES = new Set(['5.1.7', '5.1.8'])

/** A daily limit of the account. A full mailbox is a quota too, but of one recipient. */
const QUOTA = /\bdaily\b.{0,40}\b(?:quota|limit)\b/i

/** The names of OpenSSL and Node for faults of TLS and of certificates. */
const TLS_FAULT =
  /^(?:ERR_(?:SSL|TLS)_|EPROTO$|(?:UNABLE_TO|DEPTH_ZERO|SELF_SIGNED|ERROR_IN|CERT|CRL|INVALID|PATH_LENGTH|HOSTNAME)_)/

/**
 * The outcome of a message that was not accepted.
 *
 * Until the data begins, nothing can have been sent. Afterwards only a reply to the data says whether the
 * server has taken the message. If the connection ends without one, it may have.
 */
export function smtpFailureOutcome(
  error: SmtpError,
  { dataBegun, ended }: { readonly dataBegun: boolean; readonly ended: DeadlineEnd | null },
): SendOutcome {
  const reply = replyIn(error)
  if (dataBegun) {
    // Nodemailer gives this code only to a complete reply to the data.
    if (error.code !== 'EMESSAGE' || !reply) return { kind: 'unknown', code: endOf(error, ended) }
    if (reply.status < 400) return { kind: 'unknown', code: 'unreadable_answer' }
  }
  return reply ? explained(replyOutcome(reply), reply.text) : connectionOutcome(error, ended)
}

/** Whether the server asks for fewer messages per second. */
export function isThrottled(error: SmtpError): boolean {
  const reply = replyIn(error)
  if (!reply || !isTransient(reply) || QUOTA.test(reply.text)) return false
  return /\b(?:throttl|rate limit|sending rate|too many (?:messages|connections))/i.test(reply.text)
}

function replyOutcome(reply: SmtpReply): SendOutcome {
  const code = ['smtp', reply.status, reply.enhanced ?? []].flat().join('_')
  if (QUOTA.test(reply.text)) return { kind: 'deferred', code, stops: 'quota' }
  if (isTransient(reply)) return { kind: 'deferred', code }
  const stops = stopOf(reply)
  return stops ? { kind: 'deferred', code, stops } : { kind: 'refused', code }
}

function isTransient({ status }: SmtpReply): boolean {
  return status < 500
}

/** What a permanent refusal stops; null if only this message is refused. */
function stopOf({ to, status, enhanced }: SmtpReply): Stops | null {
  if (ACCESS_STATUSES.has(status) || SENDER_CODES.has(enhanced ?? '')) return 'configuration'
  if (to === 'connection' || to === 'login') return 'configuration'
  // The server says with the size of the message that it will not take it.
  if (status === 552 || enhanced === '5.3.4') return null
  if (to === 'sender') return 'configuration'
  // Policy, protocol or the server itself. Our settings may be the cause (relaying is denied, the server
  // checks the sender only now), or this recipient, or this content.
  if (/^5\.[357]\./.test(enhanced ?? '')) return 'if_others_too'
  if (to === 'recipient') return null
  // 554 and the like say only that it failed. Amazon SES answers so to a sender that is not verified.
  const isVague = enhanced === null || enhanced.startsWith('5.0.')
  return isVague && (status < 550 || status > 553) ? 'if_others_too' : null
}

/** The outcome without a reply, before the data. */
function connectionOutcome(error: SmtpError, ended: DeadlineEnd | null): SendOutcome {
  const name = nameOf(error)
  if (ended === 'aborted') return { kind: 'deferred', code: 'aborted' }
  if (ended === 'timeout' || error.code === 'ETIMEDOUT') {
    return { kind: 'deferred', code: 'connect_timeout' }
  }
  if (error.code === 'EDNS') {
    return name === 'ENOTFOUND'
      ? { kind: 'deferred', code: 'host_not_found', stops: 'configuration' }
      : { kind: 'deferred', code: 'dns_failed' }
  }
  if (error.code === 'EAUTH') {
    return { kind: 'deferred', code: 'login_failed', stops: 'configuration' }
  }
  if (error.code === 'EENVELOPE') return { kind: 'refused', code: 'invalid_address' }
  if (error.code === 'ETLS' || TLS_FAULT.test(name)) {
    const detail = TLS_FAULT.test(name) ? { detail: name } : {}
    return { kind: 'deferred', code: 'tls_failed', ...detail, stops: 'configuration' }
  }
  return { kind: 'deferred', code: name === 'ECONNREFUSED' ? 'connection_refused' : 'no_answer' }
}

function endOf({ code }: SmtpError, ended: DeadlineEnd | null): string {
  return ended ?? (code === 'ETIMEDOUT' ? 'timeout' : 'no_answer')
}

/** A name such as `ECONNRESET`, never a sentence. */
function nameOf({ originalCode, code }: SmtpError): string {
  const name = originalCode ?? code
  return typeof name === 'string' && /^[A-Z][A-Z0-9_]{1,63}$/.test(name) ? name : ''
}
