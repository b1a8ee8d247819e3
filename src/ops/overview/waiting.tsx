/** @jsxImportSource hono/jsx */
import { type Lane, laneOf } from '../../domain/priority.ts'
import { Table } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'
import type { FiguresProps } from './figures.tsx'
import { ledgerPath } from './ledger-path.ts'

const COLUMNS = [
  { name: 'What waits' },
  { name: 'Channel', line: 1 },
  { name: 'Oldest' },
  { name: 'Messages', line: 1, end: true },
] as const

const NAMES: Readonly<Record<Lane, string>> = {
  code: 'codes',
  link: 'links',
  notice: 'invitations and notices',
  welcome: 'welcomes',
}

/** The messages that wait, the most urgent first. */
export function Waiting({ figures: { lanes }, instance }: Omit<FiguresProps, 'service'>) {
  if (lanes.length === 0) return <p class="soft">Nothing waits.</p>
  return (
    <Table
      label="Waiting messages"
      columns={COLUMNS}
      rows={lanes.map(({ priority, channel, count, oldest }) => ({
        to: ledgerPath({ status: 'queued', channel, instance }),
        label: `${NAMES[laneOf(priority)]}, ${channel}`,
        cells: [NAMES[laneOf(priority)], channel, <Time at={oldest} />, count.toLocaleString('en')],
      }))}
    />
  )
}
