/** @jsxImportSource hono/jsx */
import type { SuppressedAddress } from '../../store/suppressions.ts'
import type { Visitor } from '../access/visitor.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ActionForm } from '../ui/form.tsx'
import { Link } from '../ui/link.tsx'
import { Pager } from '../ui/pager.tsx'
import { Headings, Scroll } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'

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
        <EmptyState title="No address is suppressed" />
      ) : (
        <Scroll label="Suppressions">
          <table>
            <Headings
              names={[
                'Since',
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
                    <td>
                      {messageId ? <Link to={`/messages/${messageId}`}>{reason}</Link> : reason}
                    </td>
                    <td>{scope}</td>
                    <td>{source}</td>
                    {operator && (
                      <td>
                        <ActionForm action={`/suppressions/${id}/allow`}>
                          <Button aria-label={`Allow again: ${address}`}>Allow again</Button>
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
      <Pager older={nextCursor ? `/suppressions?cursor=${nextCursor}` : undefined} />
    </>
  )
}
