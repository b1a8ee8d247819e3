/** @jsxImportSource hono/jsx */
import type { LedgerEntry } from '../store/ledger.ts'
import { Time } from './layout.tsx'

/** One message: its facts and what happened to it. */
export function MessagePage({ entry, outbox }: { entry: LedgerEntry; outbox: boolean }) {
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
      {outbox && message.provider === 'capture' && (
        <p>
          <a href={`/outbox/${message.id}`}>Read it in the outbox</a>
        </p>
      )}
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
