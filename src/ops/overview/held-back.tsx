/** @jsxImportSource hono/jsx */
import type { HeldBackCount } from '../../store/views/held-back.ts'
import { heldBackWords } from '../limits/held-back-words.ts'
import { Link } from '../ui/link.tsx'
import { Table } from '../ui/table.tsx'
import { ledgerPath } from './ledger-path.ts'

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
          cells: [heldBackWords({ reason, detail }), channel, count.toLocaleString('en')],
        }))}
      />
    </section>
  )
}
