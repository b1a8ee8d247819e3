/** What speaks against sending a message again by hand. */
export const RESEND_REFUSALS = {
  status: 'Only what failed or is unknown can be sent again.',
  in_doubt: 'The provider is still being asked what became of it.',
  resent: 'It was sent again already.',
  erased: 'Its recipient was erased.',
  dead: 'It is dead: the code, link or message has expired.',
  suppressed: 'Its recipient is suppressed.',
  superseded: 'A newer one of its kind went to the same recipient.',
  content_gone:
    'Its content was wiped when it ended. Codes and links are kept, for sending them again, only where ENCRYPTION_KEY is set.',
  no_key:
    'The key that its content was encrypted with is gone: add it to ENCRYPTION_KEY, behind the first one.',
} as const

export type ResendRefusal = keyof typeof RESEND_REFUSALS
