/** @jsxImportSource hono/jsx */
import type { SuppressedAddress } from '../../store/suppressions.ts'
import { providerName } from '../messages/provider-words.ts'
import { actorName } from '../ui/actor-name.ts'
import { Link } from '../ui/link.tsx'
import { reasonWords } from './reason-words.ts'

/** Why an address is suppressed, who said so, and the note. */
export function Why({ suppression }: { suppression: SuppressedAddress }) {
  const { reason, source, messageId, note } = suppression
  return (
    <>
      {messageId ? (
        <Link to={`/messages/${messageId}`}>{reasonWords(reason)}</Link>
      ) : (
        reasonWords(reason)
      )}
      <span class="soft">
        {reason === 'operator'
          ? ` by ${actorName(source)}`
          : `, reported by ${providerName(source)}`}
      </span>
      {note && <div class="soft">{note}</div>}
    </>
  )
}
