/** @jsxImportSource hono/jsx */
import type { RelatedMessage } from '../../store/views/related-messages.ts'
import { StatusBadge } from '../ui/badge.tsx'
import { Table } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'
import { whatOf } from './message-words.ts'

/** The newest other messages of the same recipient or user. */
export function Related({ messages }: { messages: readonly RelatedMessage[] }) {
  if (messages.length === 0) return null
  return (
    <>
      <h2>Other messages of the same person</h2>
      <Table
        label="Other messages of the same person"
        columns={[
          { name: 'Status' },
          { name: 'Message', line: 1 },
          { name: 'Recipient' },
          { name: 'Accepted', end: true },
        ]}
        rows={messages.map((message) => ({
          to: `/messages/${message.id}`,
          cells: [
            <StatusBadge status={message.status} />,
            whatOf(message),
            message.recipient ?? '–',
            <Time at={message.createdAt} />,
          ],
        }))}
      />
    </>
  )
}
