/** @jsxImportSource hono/jsx */
import type { HeldBackRange, HeldBackRecipient } from '../../store/views/held-back.ts'
import type { Limits } from '../../store/views/limits.ts'
import { pathOf } from '../messages/filter.ts'
import { capital } from '../ui/capital.ts'
import { counted } from '../ui/counted.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Table } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'
import { heldBackWords } from './held-back-words.ts'

export interface HeldBackProps {
  readonly heldBack: Limits['heldBack']
  readonly ranges: readonly HeldBackRange[]
  readonly recipients: readonly HeldBackRecipient[]
  /** What is shown is newer. */
  readonly since: Date
  /** Whether the visitor may search for a part of a number. */
  readonly operator: boolean
}

/**
 * What the limits held back, by reason, by range of numbers and by recipient. On a phone there are no headings,
 * so the cells say what they count.
 */
export function HeldBack(props: HeldBackProps) {
  if (props.heldBack.length === 0 && props.recipients.length === 0) {
    return <EmptyState title="No limit held a message back in the last 24 hours" />
  }
  return (
    <>
      <Reasons {...props} />
      <Ranges {...props} />
      <Recipients {...props} />
    </>
  )
}

function Reasons({ heldBack, since }: HeldBackProps) {
  return (
    <Table
      label="Held back by reason"
      columns={[{ name: 'Why' }, { name: 'Channel' }, { name: 'Messages', end: true }]}
      rows={heldBack.map(({ reason, detail, channel, count: messages }) => ({
        to: pathOf({ reason, channel, since }),
        cells: [capital(heldBackWords({ reason, detail })), channel, counted(messages, 'message')],
      }))}
    />
  )
}

function Ranges({ ranges, since, operator }: HeldBackProps) {
  if (ranges.length === 0) return null
  const linkTo = (range: string) =>
    pathOf({ q: range.replaceAll('*', ''), status: 'skipped', channel: 'sms', since })
  return (
    <>
      <h3>By range of numbers</h3>
      <p class="soft">
        Numbers that differ in the last four digits only. Many numbers of one range are the sign of
        an attack on your SMS costs.
      </p>
      <Table
        label="Held back by range of numbers"
        columns={[
          { name: 'Range' },
          { name: 'Numbers', end: true },
          { name: 'Messages', end: true },
          { name: 'Latest', end: true },
        ]}
        rows={ranges.map(({ range, numbers, messages, latest }) => ({
          to: operator ? linkTo(range) : undefined,
          cells: [
            <code>{range}</code>,
            counted(numbers, 'number'),
            counted(messages, 'message'),
            <Time at={latest} />,
          ],
        }))}
      />
    </>
  )
}

function Recipients({ recipients }: HeldBackProps) {
  if (recipients.length === 0) return null
  return (
    <>
      <h3>By recipient</h3>
      <p class="soft">Each opens the newest of its messages.</p>
      <Table
        label="Held back by recipient"
        columns={[
          { name: 'Recipient' },
          { name: 'Channel' },
          { name: 'Messages', end: true },
          { name: 'Latest', end: true },
        ]}
        rows={recipients.map(({ recipient, channel, messages, latest, messageId }) => ({
          to: `/messages/${messageId}`,
          cells: [recipient, channel, counted(messages, 'message'), <Time at={latest} />],
        }))}
      />
    </>
  )
}
