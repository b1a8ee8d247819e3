/** @jsxImportSource hono/jsx */
import { costText } from '../../domain/segment-price.ts'
import type { CodeTimes } from '../../store/views/day.ts'
import { Card, Cards } from '../ui/card.tsx'
import { secondsText } from '../ui/duration.ts'
import { Time } from '../ui/time.tsx'
import { ledgerPath } from './ledger-path.ts'
import type { Figures, ServiceReading } from './overview.ts'

export interface FiguresProps {
  readonly figures: Figures
  readonly service: ServiceReading
  /** The chosen Clerk instance, for the links. */
  readonly instance: string | undefined
}

/** The figures that say most, each with what it is compared with. */
export function FigureCards({ figures, service, instance }: FiguresProps) {
  const { codes, day, since } = figures
  const total = day.hours.reduce((sum, { count }) => sum + count, 0)
  const { reported, delivered, share } = day.delivered
  const undelivered = day.statuses.undelivered ?? 0
  const of = { since, instance }
  return (
    <Cards>
      <Card
        title="Codes, accepted to sent"
        value={secondsText(codes.now.p50)}
        note={
          codes.now.p95 === null ? 'none in the last hour' : `p95 ${secondsText(codes.now.p95)}`
        }
      >
        <p>{yesterdayText(codes.yesterday)}</p>
      </Card>
      <Waiting figures={figures} instance={instance} />
      <Card
        title="Failed, 24 h"
        value={number(day.failed)}
        to={ledgerPath({ ...of, status: 'failed' })}
      >
        <p>of {messages(total)}</p>
      </Card>
      <Card
        title="Delivered, 24 h"
        value={share === null ? '–' : percent(share)}
        to={ledgerPath({ ...of, status: 'delivered' })}
      >
        <p>
          {reported === 0
            ? 'No provider has reported yet'
            : `${number(delivered)} of ${number(reported)} with a report`}
        </p>
      </Card>
      <Card
        title="Bounced, 24 h"
        value={number(day.statuses.bounced ?? 0)}
        note={undelivered > 0 ? `and ${number(undelivered)} undelivered` : undefined}
        to={ledgerPath({ ...of, status: 'bounced' })}
      >
        <p>
          {reported === 0
            ? 'No report yet'
            : `${percent(day.bounced / reported)} of those with a report`}
        </p>
      </Card>
      <Segments service={service} />
    </Cards>
  )
}

function Waiting({ figures: { lanes, oldestCode }, instance }: Omit<FiguresProps, 'service'>) {
  const waiting = lanes.reduce((sum, { count }) => sum + count, 0)
  return (
    <Card title="Waiting" value={number(waiting)} to={ledgerPath({ status: 'queued', instance })}>
      <p>
        {oldestCode ? (
          <>
            Oldest code: <Time at={oldestCode.since} />
          </>
        ) : (
          'No code is waiting'
        )}
      </p>
    </Card>
  )
}

function Segments({
  service: { segments, dailySegments, segmentPrice },
}: Pick<FiguresProps, 'service'>) {
  return (
    <Card
      title="SMS segments today (UTC)"
      value={number(segments)}
      note={segmentPrice && segments > 0 ? `about ${costText(segmentPrice, segments)}` : undefined}
      to="/limits"
    >
      <p>
        {dailySegments === null ? (
          'No limit is set'
        ) : (
          <>
            {number(segments)} of {number(dailySegments)} SMS segments,{' '}
            <span class={segments >= dailySegments ? 'bad' : undefined}>
              {percent(segments / dailySegments, 0)}
            </span>
          </>
        )}
      </p>
    </Card>
  )
}

function yesterdayText({ p50, p95 }: CodeTimes): string {
  if (p50 === null) return 'None in this hour yesterday'
  return `Yesterday at this time ${secondsText(p50)}, p95 ${secondsText(p95)}`
}

function messages(count: number): string {
  return count === 1 ? '1 message' : `${number(count)} messages`
}

function number(value: number): string {
  return value.toLocaleString('en')
}

// Rounded down, so that 100 % means all.
function percent(share: number, digits = 1): string {
  const power = 10 ** digits
  return `${(Math.floor(share * 100 * power) / power).toFixed(digits)}\u00a0%`
}
