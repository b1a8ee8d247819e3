/** @jsxImportSource hono/jsx */
import type { Channel, MessageStatus } from '../../domain/message.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Link } from '../ui/link.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { Headings, Scroll } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'
import type { FiguresProps } from './figures.tsx'
import { type Hour, hoursOf, NAMES, statusesOf } from './hours.ts'
import { hourPath } from './ledger-path.ts'

type HoursProps = Omit<FiguresProps, 'service'>

/** The numbers of the charts. */
export function HoursPage(props: HoursProps) {
  const { instance } = props
  return (
    <>
      <PageTitle
        title="Messages by hour and status"
        about={
          <>
            Of the last 24 hours, the newest first.{' '}
            <Link to={`/overview${instance ? `?${new URLSearchParams({ instance })}` : ''}`}>
              Overview
            </Link>
          </>
        }
      />
      <HoursTable {...props} />
    </>
  )
}

function HoursTable({ figures, instance }: HoursProps) {
  const { day, since } = figures
  const statuses = statusesOf(day)
  const rows = (['email', 'sms'] as const)
    .flatMap((channel) =>
      hoursOf(day.hours, channel, since)
        .filter(({ total }) => total > 0)
        .map((hour) => ({ ...hour, channel })),
    )
    .toSorted((a, b) => a.hoursAgo - b.hoursAgo)
  if (rows.length === 0) return <EmptyState title="No message in the last 24 hours" />
  return (
    <Scroll label="Messages by hour and status">
      <table class="numbers">
        <Headings names={['Hour', 'Channel', ...statuses]} />
        <tbody>
          {rows.map((hour) => (
            <tr>
              <th scope="row">
                <Link to={hourPath({ channel: hour.channel, hour: hour.at, instance })}>
                  <Time at={hour.at} />
                </Link>
              </th>
              <td>{NAMES[hour.channel]}</td>
              {statuses.map((status) => (
                <td>
                  <Count hour={hour} status={status} instance={instance} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

// Those of which each one is worth a look have a link.
const WELL: readonly MessageStatus[] = ['delivered', 'sent']

function Count({
  hour: { channel, at, counts },
  status,
  instance,
}: {
  hour: Hour & { channel: Channel }
  status: MessageStatus
  instance: string | undefined
}) {
  const count = counts.get(status)
  if (!count || WELL.includes(status)) return <>{count ?? 0}</>
  return <Link to={hourPath({ channel, hour: at, status, instance })}>{count}</Link>
}
