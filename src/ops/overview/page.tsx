/** @jsxImportSource hono/jsx */
import { ErrorState } from '../ui/error-state.tsx'
import { Live, Part } from '../ui/live.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { type OverviewView, overviewParts } from './parts.tsx'

/** Whether all is well, speed, backlog, providers, and what an operator should look at. */
export function OverviewPage(view: OverviewView) {
  const { overview, instance } = view
  const parts = overviewParts(view)
  const part = (name: string) => <Part name={name}>{parts[name]}</Part>
  const query = instance ? `?${new URLSearchParams({ instance })}` : ''
  return (
    <>
      <PageTitle
        title="Overview"
        about={
          instance &&
          'The figures, the chart and what waits are of the chosen instance. The status, the providers, SMS segments, alerts, suppressed addresses and refused webhooks are of all instances.'
        }
      />
      <Live from={`/overview/events${query}`}>
        {part('status')}
        {overview.kind === 'silent' ? (
          <ErrorState title="The figures could not be read">
            The page shows them when the database answers again: load it again then.
          </ErrorState>
        ) : (
          <>
            {part('start')}
            {part('figures')}
            <h2 id="by-status">Last 24 hours</h2>
            {part('day')}
            <div class="halves">
              <section>
                <h2>Providers</h2>
                {part('providers')}
              </section>
              <section>
                <h2>Waiting</h2>
                {part('waiting')}
              </section>
            </div>
            <h2>To look at</h2>
            {part('attention')}
          </>
        )}
      </Live>
    </>
  )
}
