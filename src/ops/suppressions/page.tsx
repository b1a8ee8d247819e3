/** @jsxImportSource hono/jsx */
import type { SuppressedAddress } from '../../store/suppressions.ts'
import type { Visitor } from '../access/visitor.ts'
import { ActionForm } from '../ui/form.tsx'
import { Headings, Scroll, Time } from '../ui/layout.tsx'

/** The suppressed addresses, newest first. */
export function SuppressionsPage({
  suppressions,
  nextCursor,
  visitor,
}: {
  suppressions: readonly SuppressedAddress[]
  nextCursor: string | null
  visitor: Visitor
}) {
  const operator = visitor.role === 'operator'
  return (
    <>
      <h1>Suppressions</h1>
      <p>
        Messages to these addresses bounced permanently, or their readers complained. “Unasked”
        means that notices, invitations and welcomes are held back. Codes and links are still sent.
      </p>
      {suppressions.length === 0 ? (
        <p class="empty">No address is suppressed.</p>
      ) : (
        <Scroll label="Suppressions">
          <table>
            <Headings
              names={[
                'Since (UTC)',
                'Channel',
                'Address',
                'Reason',
                'Held back',
                'Source',
                ...(operator ? ['Change'] : []),
              ]}
            />
            <tbody>
              {suppressions.map(
                ({ id, since, channel, address, reason, scope, source, messageId }) => (
                  <tr>
                    <td>
                      <Time at={since} />
                    </td>
                    <td>{channel}</td>
                    <td>{address}</td>
                    <td>{messageId ? <a href={`/messages/${messageId}`}>{reason}</a> : reason}</td>
                    <td>{scope}</td>
                    <td>{source}</td>
                    {operator && (
                      <td>
                        <ActionForm action={`/suppressions/${id}/allow`}>
                          <button type="submit" aria-label={`Allow again: ${address}`}>
                            Allow again
                          </button>
                        </ActionForm>
                      </td>
                    )}
                  </tr>
                ),
              )}
            </tbody>
          </table>
        </Scroll>
      )}
      {nextCursor && (
        <nav class="pages" aria-label="Pages">
          <a rel="next" href={`/suppressions?cursor=${nextCursor}`}>
            Older ones
          </a>
        </nav>
      )}
    </>
  )
}
