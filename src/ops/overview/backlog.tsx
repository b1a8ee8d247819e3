/** @jsxImportSource hono/jsx */
import { priorityOf } from '../../domain/priority.ts'
import { Headings, Scroll } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'
import type { Overview } from './overview.ts'
import { seconds } from './seconds.ts'

type BacklogProps = Pick<Overview, 'oldestCode' | 'lanes'> & { now: Date }

/** The messages that wait: the oldest code, and a table by lane. */
export function Backlog({ oldestCode, lanes, now }: BacklogProps) {
  return (
    <>
      <p>
        {oldestCode ? (
          <>
            The oldest waiting code has waited{' '}
            <strong>{seconds((now.getTime() - oldestCode.createdAt.getTime()) / 1000)}</strong>.
          </>
        ) : (
          'No code is waiting.'
        )}
      </p>
      {lanes.length === 0 ? <p class="soft">The queue is empty.</p> : <LaneTable lanes={lanes} />}
    </>
  )
}

function LaneTable({ lanes }: Pick<Overview, 'lanes'>) {
  return (
    <Scroll label="Backlog per lane">
      <table>
        <Headings names={['Lane', 'Channel', 'Waiting', 'Oldest since']} />
        <tbody>
          {lanes.map((lane) => (
            <tr>
              <td>{LANES[lane.priority] ?? lane.priority}</td>
              <td>{lane.channel}</td>
              <td>{lane.count}</td>
              <td>
                <Time at={lane.oldest} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

const LANES: Readonly<Record<number, string>> = {
  [priorityOf('code')]: 'codes',
  [priorityOf('link')]: 'links',
  [priorityOf('notice')]: 'invitations and notices',
  [priorityOf('welcome')]: 'welcome',
}
