/** @jsxImportSource hono/jsx */
import type { LedgerMessage } from '../../store/views/ledger.ts'
import { StatusBadge } from '../ui/badge.tsx'
import { labelOf, type ShownInstance } from '../ui/instance.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'

/** The messages of a page of the ledger. */
export function MessageRows({
  messages,
  instances,
}: {
  messages: readonly LedgerMessage[]
  instances: readonly ShownInstance[]
}) {
  const several = instances.length > 0
  const columns: Column[] = [
    { name: 'Status' },
    { name: 'Recipient', line: 1 },
    { name: 'Message' },
    { name: 'Reason' },
    { name: 'Channel', line: 0 },
    ...(several ? [{ name: 'Instance' }] : []),
    { name: 'Accepted', end: true },
  ]
  return (
    <Table
      label="Messages"
      columns={columns}
      rows={messages.map((message) => ({
        to: `/messages/${message.id}`,
        label: `${message.status}: ${message.slug ?? message.channel} to ${message.recipient ?? 'nobody'}`,
        cells: [
          <StatusBadge status={message.status} />,
          message.recipient ?? <span class="soft">–</span>,
          <What message={message} />,
          message.reason && <Reason message={message} />,
          message.channel,
          ...(several ? [labelOf(instances, message.instanceId)] : []),
          <Time at={message.createdAt} />,
        ],
      }))}
    />
  )
}

function What({ message: { slug, fallback, resendOf, locale } }: { message: LedgerMessage }) {
  return (
    <>
      {slug ?? '–'}
      {locale && <span class="soft"> {locale}</span>}
      {resendOf && <span class="soft"> · sent again</span>}
      {fallback && <span class="soft"> · Clerk’s text ({fallback})</span>}
    </>
  )
}

function Reason({ message: { reason, detail } }: { message: LedgerMessage }) {
  return (
    <span class="soft">
      {reason}
      {detail && `: ${detail}`}
    </span>
  )
}
