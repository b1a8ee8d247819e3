/** The reasons not to send a message again by hand, and how a person reads them. */
export const SEND_AGAIN_REFUSALS = {
  status:
    'Only a message that failed, that a limit held back or whose result is unknown can be sent again.',
  in_doubt: 'Its result is not known yet: Bellhop is still looking it up at the provider.',
  resent: 'It was sent again already.',
  erased: 'Its recipient was erased.',
  dead: 'It has expired.',
  suppressed: 'Its recipient is suppressed.',
  superseded: 'A newer message of the same kind went to the same recipient.',
  content_gone:
    'Its content was deleted when it ended. Codes and links are kept for sending again only if ENCRYPTION_KEY is set.',
  no_key:
    'The key that its content was encrypted with is missing: add it to ENCRYPTION_KEY, after the first one.',
} as const

export type SendAgainRefusal = keyof typeof SEND_AGAIN_REFUSALS
