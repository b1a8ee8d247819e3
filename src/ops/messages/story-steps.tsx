/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'
import type { AuditEntry } from '../../store/audit.ts'
import type { MessageHistory } from '../../store/views/message-history.ts'
import { actorName } from '../ui/actor-name.ts'
import { capital } from '../ui/capital.ts'
import { Link } from '../ui/link.tsx'
import { providerName } from './provider-words.ts'

/** One step of the story of a message. */
export interface Step {
  readonly at: Date
  readonly what: Child
  /** Less important, below it. */
  readonly more?: Child
  /** The step has the colour and the shape of this status. */
  readonly status?: string
}

/** All steps of a message except its expiry. Those with the same time belong in this order. */
export function stepsOf(history: MessageHistory): Step[] {
  const { message, event, finishedAt, receipts, attempts } = history
  const ended = finishedAt && message.status !== 'sent' && receipts.length === 0
  const said = attempts.some(({ finishedAt: at }) => at?.getTime() === finishedAt?.getTime())
  return [
    { at: message.occurredAt, what: 'Created at Clerk' },
    ...(event
      ? [{ at: event.receivedAt, what: 'Received', more: <Webhook webhook={event} /> }]
      : []),
    ...(isOnlyRecorded(history) ? [] : [{ at: message.createdAt, ...queued(history) }]),
    ...attempts.flatMap((attempt, index) => stepsOfAttempt(attempt, index, attempts.length)),
    ...receipts.map((receipt) => ({
      at: receipt.at,
      status: receipt.status,
      what: capital(REPORTS[receipt.status] ?? receipt.status),
      more: (
        <>
          Reported by {providerName(receipt.provider)}
          {receipt.detail && (
            <>
              : <code>{receipt.detail}</code>
            </>
          )}
        </>
      ),
    })),
    ...(ended && !(said && message.status === 'failed')
      ? [
          {
            at: finishedAt,
            status: message.status,
            what: capital(message.status),
            ...(message.reason ? { more: <code>{message.reason}</code> } : {}),
          },
        ]
      : []),
    ...history.duplicates.map((duplicate) => ({
      at: duplicate.receivedAt,
      what: 'The same message again, turned away',
      more: <Webhook webhook={duplicate} />,
    })),
    ...history.copies.map((copy) => ({ at: copy.createdAt, ...sentAgain(history, copy) })),
    ...history.audit.filter(({ action }) => action !== 'resend').map(stepOfAudit),
  ]
}

const REPORTS: Readonly<Record<string, string>> = {
  undelivered: 'not delivered',
  complained: 'marked as spam',
}

function Webhook({ webhook }: { webhook: { readonly type: string; readonly svixId: string } }) {
  return (
    <>
      {webhook.type} <code>{webhook.svixId}</code>
    </>
  )
}

function queued({ message, resentBy }: MessageHistory): Omit<Step, 'at'> {
  if (message.resendOf) {
    return {
      what: (
        <>
          Sent again from <Link to={`/messages/${message.resendOf}`}>an earlier message</Link>
          {resentBy && ` by ${actorName(resentBy)}`}
        </>
      ),
    }
  }
  return { what: 'Queued' }
}

/** It was never queued: the decision not to send it came with the webhook. */
function isOnlyRecorded({ message, finishedAt, attempts }: MessageHistory): boolean {
  return (
    message.status === 'skipped' &&
    attempts.length === 0 &&
    finishedAt?.getTime() === message.createdAt.getTime()
  )
}

const OUTCOMES = {
  accepted: { status: 'sent', words: 'Accepted by' },
  refused: { status: 'failed', words: 'Refused by' },
  deferred: { status: 'queued', words: 'Put off by' },
  unknown: { status: 'unknown', words: 'No clear answer from' },
} as const

function stepsOfAttempt(
  { provider, startedAt, finishedAt, outcome, code, detail }: MessageHistory['attempts'][number],
  index: number,
  count: number,
): Step[] {
  const name = providerName(provider)
  const asked = provider === 'capture' ? 'Given to' : 'Request sent to'
  const began = {
    at: startedAt,
    what: `${asked} ${name}`,
    ...(count > 1 ? { more: `Attempt ${index + 1}` } : {}),
  }
  if (outcome === null) return [{ ...began, more: 'No answer yet' }]
  const { status, words } = OUTCOMES[outcome]
  const answer = {
    at: finishedAt ?? startedAt,
    status,
    what: (
      <>
        {words} {name} {code && <code>{code}</code>}
      </>
    ),
    ...(detail ? { more: <q>{detail}</q> } : {}),
  }
  return [began, answer]
}

function sentAgain(
  { audit }: MessageHistory,
  { id, status }: MessageHistory['copies'][number],
): Omit<Step, 'at'> {
  const by = audit.find(({ action, detail }) => action === 'resend' && detail === `as ${id}`)
  return {
    what: (
      <>
        Sent again as <Link to={`/messages/${id}`}>a new message</Link>
        {by && ` by ${actorName(by.actor)}`}
      </>
    ),
    more: `It is ${status} now.`,
  }
}

const ACTIONS: Readonly<Partial<Record<AuditEntry['action'], string>>> = {
  reveal: 'Recipient revealed by',
  allow_again: 'Recipient allowed again by',
}

function stepOfAudit({ at, action, actor, detail }: AuditEntry): Step {
  return {
    at,
    what: `${ACTIONS[action] ?? capital(action.replaceAll('_', ' '))} ${actorName(actor)}`,
    ...(detail ? { more: detail } : {}),
  }
}
