import type { AuditAction } from '../../store/audit.ts'

/** What somebody did, for people. */
export const AUDIT_WORDS: Readonly<Record<AuditAction, string>> = {
  reveal: 'Revealed a recipient',
  resend: 'Sent a message again',
  resend_failed: 'Sent failed messages again',
  suppress: 'Suppressed an address',
  allow_again: 'Allowed an address again',
  export: 'Exported a list',
  erase: 'Erased a person',
  clear_outbox: 'Cleared the outbox',
}
