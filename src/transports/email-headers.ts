/** Who emails come from, unless a message has its own sender. */
export interface EmailSender {
  /** `Acme <auth@acme.com>`. */
  readonly from: string
  readonly replyTo?: string | undefined
}

/** The headers that every email gets, whoever sends it. */
export function ownHeaders(messageId: string) {
  return {
    // Prevents automatic replies (RFC 3834).
    'Auto-Submitted': 'auto-generated',
    // Prevents Gmail from showing two codes in one thread.
    'X-Entity-Ref-ID': messageId,
  }
}
