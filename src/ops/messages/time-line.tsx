/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'
import type { AuditEntry } from '../../store/audit.ts'
import type { MessageHistory } from '../../store/views/message-history.ts'
import { Link } from '../ui/link.tsx'
import { Time } from '../ui/time.tsx'

interface Step {
  readonly at: Date
  readonly what: Child
}

/** Everything that happened to a message, in order. */
export function TimeLine({ history }: { history: MessageHistory }) {
  const steps = stepsOf(history).sort((a, b) => a.at.getTime() - b.at.getTime())
  return (
    <ol class="time-line" aria-labelledby="time-line">
      {steps.map(({ at, what }) => (
        <li>
          <Time at={at} /> <span>{what}</span>
        </li>
      ))}
    </ol>
  )
}

// Sorting is stable: steps with the same time stay in the order of this list.
function stepsOf(history: MessageHistory): Step[] {
  const { message, event, finishedAt } = history
  const reported = history.receipts.length > 0
  return [
    { at: message.occurredAt, what: 'Happened at Clerk' },
    ...(event
      ? [
          {
            at: event.receivedAt,
            what: (
              <>
                Event received: {event.type}, {event.svixId}
              </>
            ),
          },
        ]
      : []),
    { at: message.createdAt, what: <Accepted history={history} /> },
    ...history.attempts.flatMap((attempt, index): Step[] => {
      const name = `Attempt ${index + 1} (${attempt.provider})`
      const began = { at: attempt.startedAt, what: `${name}: asked` }
      if (attempt.outcome === null) return [{ ...began, what: `${name}: under way` }]
      const providerId = attempt.outcome === 'accepted' ? message.providerMessageId : null
      const what = [attempt.outcome, attempt.code, providerId].filter(Boolean).join(', ')
      const answer = (
        <>
          {name}: {what}
          {attempt.detail && <span class="soft"> “{attempt.detail}”</span>}
        </>
      )
      return [began, { at: attempt.finishedAt ?? attempt.startedAt, what: answer }]
    }),
    ...history.receipts.map((receipt) => ({
      at: receipt.at,
      what: `Reported by ${receipt.provider}: ${[receipt.status, receipt.detail].filter(Boolean).join(', ')}`,
    })),
    ...(finishedAt && message.status !== 'sent' && !reported
      ? [{ at: finishedAt, what: [message.status, message.reason].filter(Boolean).join(': ') }]
      : []),
    ...history.copies.map((copy) => ({
      at: copy.createdAt,
      what: (
        <>
          Sent again as <Link to={`/messages/${copy.id}`}>a new message</Link>, now {copy.status}
        </>
      ),
    })),
    ...history.audit.map((entry) => ({ at: entry.at, what: <Action entry={entry} /> })),
    { at: message.expiresAt, what: 'Expiry' },
  ]
}

function Accepted({ history: { message } }: { history: MessageHistory }) {
  const { resendOf, status } = message
  if (resendOf) {
    return (
      <>
        Queued: sent again from <Link to={`/messages/${resendOf}`}>an earlier message</Link>
      </>
    )
  }
  return <>{status === 'skipped' && message.attempts === 0 ? 'Recorded' : 'Queued'}</>
}

const ACTIONS: Record<AuditEntry['action'], string> = {
  reveal: 'Recipient revealed',
  resend: 'Sent again',
  resend_failed: 'Sent again',
  allow_again: 'Recipient allowed again',
  erase: 'Erased',
  export: 'Exported',
  suppress: 'Suppressed',
  clear_outbox: 'Outbox cleared',
}

function Action({ entry: { action, actor, detail } }: { entry: AuditEntry }) {
  return (
    <>
      {ACTIONS[action]} by {actor}
      {detail && action !== 'resend' && <span class="soft"> {detail}</span>}
    </>
  )
}
