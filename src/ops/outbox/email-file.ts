import type { OutgoingMessage } from '../../domain/transport.ts'
import type { KeptMessage } from '../../store/views/captured-messages.ts'

/** Writes an email as a file (RFC 5322) with both parts. `at` is its date. */
export type WriteEmailFile = (message: OutgoingMessage, at: Date) => Promise<Buffer>

/** The headers of the answer with the file. */
export function fileHeaders(message: Pick<KeptMessage, 'slug' | 'capturedAt'>) {
  return {
    'Content-Type': 'message/rfc822',
    'Content-Disposition': `attachment; filename="${fileName(message)}"`,
    'Cache-Control': 'no-store',
  }
}

/** `verification_code-2026-11-27-101530.eml`, with the time in UTC. */
export function fileName({ slug, capturedAt }: Pick<KeptMessage, 'slug' | 'capturedAt'>): string {
  const name = (slug ?? '').replaceAll(/[^\w-]+/g, '-').slice(0, 100) || 'email'
  const [date, time = ''] = capturedAt.toISOString().slice(0, 19).split('T')
  return `${name}-${date}-${time.replaceAll(':', '')}.eml`
}
