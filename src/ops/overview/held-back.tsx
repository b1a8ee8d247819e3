/** @jsxImportSource hono/jsx */
import type { HeldBackCount } from '../../store/views/held-back.ts'
import { Link } from '../ui/link.tsx'
import { Table } from '../ui/table.tsx'
import { ledgerPath } from './ledger-path.ts'

const WORDS: Readonly<Record<string, string>> = {
  'too_many recipient': 'too many to one recipient',
  'too_many range': 'too many numbers of one range',
  budget: 'the segments of the day were used up',
  'no_recipient unassigned': 'no such number',
  'no_recipient premium_rate': 'premium-rate number',
  'no_recipient satellite': 'satellite number',
  'no_recipient fixed_line': 'fixed-line number',
  no_recipient: 'no usable address or number',
}

/** What the limits on abuse kept from being sent in the last 24 hours. */
export function HeldBack({
  heldBack,
  instance,
}: {
  heldBack: readonly HeldBackCount[]
  instance: string | undefined
}) {
  return (
    <section class="topic" id="held-back">
      <h3>Held back by limits</h3>
      <p class="soft">
        In the last 24 hours. <Link to="/limits">Limits</Link> says what applies.
      </p>
      <Table
        label="Held back by limits"
        columns={[{ name: 'Why' }, { name: 'Channel' }, { name: 'Messages', line: 1, end: true }]}
        rows={heldBack.map(({ reason, detail, channel, count }) => ({
          to: ledgerPath({ reason, channel, instance }),
          cells: [whyText(reason, detail), channel, count.toLocaleString('en')],
        }))}
      />
    </section>
  )
}

function whyText(reason: string, detail: string | null): string {
  if (reason === 'country') return `country: ${detail}`
  return WORDS[[reason, detail].filter(Boolean).join(' ')] ?? reason
}
