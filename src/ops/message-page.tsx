/** @jsxImportSource hono/jsx */
import type { CapturedMessage } from '../domain/captured-message.ts'
import type { LedgerEntry } from '../store/ledger.ts'
import { Time } from './layout.tsx'

/** One message: its facts, what happened to it, and in capture mode the message itself. */
export function MessagePage({
  entry,
  captured,
}: {
  entry: LedgerEntry
  captured?: CapturedMessage
}) {
  const { message, attempts, receipts } = entry
  return (
    <>
      <h1>{message.slug ?? message.channel}</h1>
      <dl>
        <Fact name="Status" value={[message.status, message.reason].filter(Boolean).join(' · ')} />
        <Fact name="Recipient" value={message.recipient} />
        <Fact
          name="Template"
          value={[message.template, message.fallback].filter(Boolean).join(' · ')}
        />
        <Fact name="Language" value={message.locale} />
        <Fact name="Provider" value={message.provider} />
        <Fact name="Provider's id" value={message.providerMessageId} />
      </dl>
      <h2>What happened (UTC)</h2>
      <ol>
        <li>
          <Time at={message.occurredAt} /> event
        </li>
        <li>
          <Time at={message.createdAt} /> accepted
        </li>
        {attempts.map((attempt) => (
          <li>
            <Time at={attempt.startedAt} /> attempt by {attempt.provider}:{' '}
            {attempt.outcome ?? 'under way'} {attempt.code}
          </li>
        ))}
        {receipts.map((receipt) => (
          <li>
            <Time at={receipt.at} /> {receipt.status}
          </li>
        ))}
        <li>
          <Time at={message.expiresAt} /> expiry
        </li>
      </ol>
      {captured && <Captured message={captured} />}
    </>
  )
}

function Captured({ message }: { message: CapturedMessage }) {
  return (
    <>
      <h2>As captured</h2>
      <p>To {message.to}</p>
      {message.code && <p class="code">{message.code}</p>}
      {message.link && (
        <p>
          <a href={message.link} rel="noreferrer">
            Open the link
          </a>
        </p>
      )}
      {message.subject && <p>{message.subject}</p>}
      {/* No permissions at all: what is in a message must not run in this page. */}
      {message.html && <iframe title="The email" sandbox="" srcdoc={message.html} />}
      {(message.text ?? message.body) && <pre>{message.text ?? message.body}</pre>}
    </>
  )
}

function Fact({ name, value }: { name: string; value: string | null }) {
  return (
    <>
      <dt class="soft">{name}</dt>
      <dd>{value || '–'}</dd>
    </>
  )
}
