/** @jsxImportSource hono/jsx */
import { MESSAGE_STATUSES, SKIP_REASONS } from '../../domain/message.ts'
import type { LedgerMessage, LedgerPage } from '../../store/views/ledger.ts'
import { StatusBadge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ChannelAndSlug, Choice, Field, forInput, QueryForm } from '../ui/form.tsx'
import { InstanceField, labelOf, type ShownInstance } from '../ui/instance.tsx'
import { Link } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { Pager } from '../ui/pager.tsx'
import { Table } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'

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
        <Notice tone="warn" role="alert">
          These filters are not valid and were ignored: {problems.join(', ')}.
        </Notice>
      )}
      {messages.length === 0 ? (
        <Empty filtered={filtered || paged} />
      ) : (
        <Rows messages={messages} instances={instances} />
      )}
      <Pager
        newest={paged ? `/messages${search(filter)}` : undefined}
        older={nextCursor ? `/messages${search({ ...filter, cursor: nextCursor })}` : undefined}
        names={{ newest: 'Newest messages', older: 'Older messages' }}
      >
        {operator && <Link to="/messages/resend-failed">Send failed messages again</Link>}
      </Pager>
    </>
  )
}

function Rows({
  messages,
  instances,
}: Pick<LedgerPage, 'messages'> & { instances: readonly ShownInstance[] }) {
  return (
    <Table
      label="Messages"
      columns={[
        { name: 'Status' },
        { name: 'Recipient', line: 1 },
        { name: 'Slug' },
        { name: 'Channel', line: 0 },
        ...(instances.length > 0 ? [{ name: 'Instance', line: 0 } as const] : []),
        { name: 'Template', line: 0 },
        { name: 'Accepted', end: true },
      ]}
      rows={messages.map((message) => ({
        to: `/messages/${message.id}`,
        cells: [
          <Outcome message={message} />,
          message.recipient ?? '–',
          message.slug ?? '–',
          message.channel,
          ...(instances.length > 0 ? [labelOf(instances, message.instanceId)] : []),
          <>
            {message.template ?? '–'}
            {message.fallback && <span class="soft"> {message.fallback}</span>}
          </>,
          <Time at={message.createdAt} />,
        ],
      }))}
    />
  )
}

function Outcome({ message: { status, reason, detail, resendOf } }: { message: LedgerMessage }) {
  return (
    <>
      <StatusBadge status={status} />
      {reason && (
        <span class="soft">
          {' '}
          {reason}
          {detail && `: ${detail}`}
        </span>
      )}
      {resendOf && <span class="soft"> sent again</span>}
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
      <QueryForm action="/messages" class="filters">
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
          <Button>Show</Button>
          {filtered && <Link to="/messages">Show all</Link>}
        </p>
      </QueryForm>
    </search>
  )
}

function Empty({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <EmptyState title="No message matches" />
  ) : (
    <EmptyState title="No messages yet">
      Try <code>npm run bellhop -- trigger email.created --to you@example.com</code>.
    </EmptyState>
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
