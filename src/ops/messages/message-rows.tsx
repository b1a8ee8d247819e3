/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'
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
    ...(several ? [{ name: 'Instance', line: 0 } as const] : []),
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
          <Recipient message={message} />,
          <What message={message} />,
          message.reason && <Reason message={message} />,
          ...(several
            ? [<Cut text={labelOf(instances, message.instanceId) ?? ''} fits={FITS_NARROW} />]
            : []),
          <Time at={message.createdAt} />,
        ],
      }))}
    />
  )
}

// Shorter text fits at every width, except in narrow columns.
const FITS = 20
const FITS_NARROW = 12

/** Text in one line. What does not fit is cut off; all of it shows on hover and on the page of the message. */
function Cut({
  text,
  fits = FITS,
  soft = false,
  children,
}: {
  text: string
  fits?: number
  soft?: boolean
  children?: Child
}) {
  return (
    <span class={soft ? 'cut soft' : 'cut'} title={text.length > fits ? text : undefined}>
      {children ?? text}
    </span>
  )
}

function Recipient({ message: { recipient, channel } }: { message: LedgerMessage }) {
  if (recipient === null) return <span class="soft">nobody ({channel})</span>
  return <Cut text={recipient} />
}

function What({ message }: { message: LedgerMessage }) {
  const { slug, fallback, resendOf, locale, channel } = message
  const more = [
    ...(locale ? [locale] : []),
    ...(resendOf ? ['sent again'] : []),
    ...(fallback ? [`Clerk’s text (${fallback})`] : []),
  ].join(' · ')
  return (
    <Cut text={more ? `${slug}, ${more}` : (slug ?? channel)}>
      {slug ?? channel} {more && <span class="soft">{more}</span>}
    </Cut>
  )
}

function Reason({ message: { reason, detail } }: { message: LedgerMessage }) {
  return (
    <Cut text={detail ? `${reason}: ${detail}` : (reason ?? '')} fits={FITS_NARROW} soft>
      {reason}
      {detail && <span class="not-on-phone">: {detail}</span>}
    </Cut>
  )
}
