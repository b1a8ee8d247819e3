/** @jsxImportSource hono/jsx */
import type { Parts } from '../ui/live.tsx'
import { Attention } from './attention.tsx'
import { DayCharts } from './day.tsx'
import { FigureCards } from './figures.tsx'
import { FirstSteps } from './first-steps.tsx'
import { Providers } from './providers.tsx'
import type { Overview } from './read-overview.ts'
import { Status } from './status.tsx'
import { Waiting } from './waiting.tsx'

export interface OverviewView {
  readonly overview: Overview
  readonly instance: string | undefined
  /** Whether this visitor may read the outbox. */
  readonly hasOutbox: boolean
}

/** The parts of the page that change. While the database does not answer, only the status is known. */
export function overviewParts({ overview, instance, hasOutbox }: OverviewView): Parts {
  const status = <Status overview={overview} />
  if (overview.kind === 'silent') return { status }
  const { service, figures } = overview
  return {
    status,
    start: service.hasMessages ? '' : <FirstSteps hasOutbox={hasOutbox} />,
    figures: <FigureCards figures={figures} service={service} instance={instance} />,
    day: <DayCharts figures={figures} instance={instance} />,
    providers: <Providers providers={service.providers} />,
    waiting: <Waiting figures={figures} instance={instance} />,
    attention: <Attention figures={figures} service={service} instance={instance} />,
  }
}
