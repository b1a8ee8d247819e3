/** @jsxImportSource hono/jsx */
import type { LedgerPage } from '../store/ledger.ts'
import { Time } from './layout.tsx'

/** The ledger, newest first. */
export function MessagesPage({ messages, nextCursor }: LedgerPage) {
  return (
    <>
      <h1>Messages</h1>
      {messages.length === 0 && (
        <p class="soft">
          None yet. Try <code>npm run bellhop -- trigger email.created</code>.
        </p>
      )}
      <div class="scroll" tabindex={0} role="region" aria-label="Messages">
        <table>
          <thead>
            <tr>
              <th scope="col">Created (UTC)</th>
              <th scope="col">Channel</th>
              <th scope="col">Slug</th>
              <th scope="col">Recipient</th>
              <th scope="col">Status</th>
              <th scope="col">Template</th>
            </tr>
          </thead>
          <tbody>
            {messages.map((message) => (
              <tr>
                <td>
                  <a href={`/messages/${message.id}`}>
                    <Time at={message.createdAt} />
                  </a>
                </td>
                <td>{message.channel}</td>
                <td>{message.slug ?? '–'}</td>
                <td>{message.recipient ?? '–'}</td>
                <td>
                  {message.status}
                  {message.reason && <span class="soft"> {message.reason}</span>}
                </td>
                <td>
                  {message.template ?? '–'}
                  {message.fallback && <span class="soft"> {message.fallback}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {nextCursor && (
        <p>
          <a href={`/messages?cursor=${nextCursor}`}>Older messages</a>
        </p>
      )}
    </>
  )
}
