/** @jsxImportSource hono/jsx */
import { MESSAGE_STATUSES, SKIP_REASONS } from '../../domain/message.ts'
import type { LedgerPage } from '../../store/views/ledger.ts'
import { ChannelAndSlug, Choice, Field, forInput } from '../ui/form.tsx'
import { InstanceField, labelOf, type ShownInstance } from '../ui/instance.tsx'
import { Headings, Scroll, Status, Time } from '../ui/layout.tsx'

export interface MessageFilter {
  readonly status?: string | undefined
  readonly reason?: string | undefined
  readonly slug?: string | undefined
  readonly channel?: string | undefined
  readonly instance?: string | undefined
  readonly recipient?: string | undefined
  readonly from?: Date | undefined
  readonly to?: Date | undefined
}

/** The ledger, newest first. */
export function MessagesPage({
  ledger: { messages, nextCursor },
  filter,
  instances,
  problems,
  paged,
  operator,
}: {
  ledger: LedgerPage
  filter: MessageFilter
  /** Empty if there is no choice. */
  instances: readonly ShownInstance[]
  /** The names of the filters that are not valid. */
  problems: readonly string[]
  /** Not the first page. */
  paged: boolean
  operator: boolean
}) {
  const filtered = Object.values(filter).some((value) => value !== undefined)
  return (
    <>
      <h1>Messages</h1>
      <Filters filter={filter} instances={instances} filtered={filtered} />
      {problems.length > 0 && (
        <p class="notice" role="alert">
          These filters are not valid and were ignored: {problems.join(', ')}.
        </p>
      )}
      {messages.length === 0 ? (
        <Empty filtered={filtered || paged} />
      ) : (
        <Scroll label="Messages">
          <table>
            <Headings
              names={[
                'Accepted (UTC)',
                'Channel',
                'Slug',
                ...(instances.length > 0 ? ['Instance'] : []),
                'Recipient',
                'Status',
                'Template',
              ]}
            />
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
                  {instances.length > 0 && <td>{labelOf(instances, message.instanceId)}</td>}
                  <td>{message.recipient ?? '–'}</td>
                  <td>
                    <Status status={message.status} />
                    {message.reason && (
                      <span class="soft">
                        {' '}
                        {message.reason}
                        {message.detail && `: ${message.detail}`}
                      </span>
                    )}
                    {message.resendOf && <span class="soft"> sent again</span>}
                  </td>
                  <td>
                    {message.template ?? '–'}
                    {message.fallback && <span class="soft"> {message.fallback}</span>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <nav class="pages" aria-label="Pages">
        {paged && <a href={`/messages${search(filter)}`}>Newest messages</a>}
        {nextCursor && (
          <a rel="next" href={`/messages${search({ ...filter, cursor: nextCursor })}`}>
            Older messages
          </a>
        )}
        {operator && <a href="/messages/resend-failed">Send failed messages again</a>}
      </nav>
    </>
  )
}

function Filters({
  filter,
  instances,
  filtered,
}: {
  filter: MessageFilter
  instances: readonly ShownInstance[]
  filtered: boolean
}) {
  return (
    <search>
      <form method="get" action="/messages" class="filters">
        <Field name="status" label="Status">
          <Choice name="status" options={MESSAGE_STATUSES} value={filter.status} />
        </Field>
        <Field name="reason" label="Why not sent">
          <Choice name="reason" options={SKIP_REASONS} value={filter.reason} />
        </Field>
        <ChannelAndSlug channel={filter.channel} slug={filter.slug} />
        <InstanceField instances={instances} value={filter.instance} />
        <Field name="recipient" label="Recipient, in full">
          <input
            id="recipient"
            name="recipient"
            value={filter.recipient}
            autocapitalize="off"
            autocomplete="off"
            spellcheck={false}
          />
        </Field>
        <Field name="from" label="From (UTC)">
          <input
            type="datetime-local"
            id="from"
            name="from"
            step="1"
            value={forInput(filter.from)}
          />
        </Field>
        <Field name="to" label="Until (UTC)">
          <input type="datetime-local" id="to" name="to" step="1" value={forInput(filter.to)} />
        </Field>
        <p class="field">
          <button type="submit">Show</button>
          {filtered && <a href="/messages">Show all</a>}
        </p>
      </form>
    </search>
  )
}

function Empty({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <p class="empty">No message matches.</p>
  ) : (
    <p class="empty">
      None yet. Try <code>npm run bellhop -- trigger email.created --to you@example.com</code>.
    </p>
  )
}

function search(filter: MessageFilter & { readonly cursor?: string }): string {
  const pairs = Object.entries(filter).flatMap(([name, value]) =>
    value === undefined
      ? []
      : [[name, value instanceof Date ? value.toISOString() : String(value)] as [string, string]],
  )
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`
}
