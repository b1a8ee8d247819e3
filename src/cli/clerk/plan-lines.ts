import { labelOf } from './choice.ts'
import type { Obstacle } from './obstacle.ts'
import type { Plan, PlannedSwitch } from './plan.ts'
import { DAYS, type ServiceReport } from './running-service.ts'

const WORDS = { own: 'its own template', clerk: "Clerk's text" } as const

/** A plan for people: what is switched in which order, and what is not. */
export function planLines({ switches, left, done, report }: Plan): string[] {
  const width = String(switches.length).length
  return [
    ...(done.length > 0 ? [`Delivered by you already: ${done.map(labelOf).join(', ')}.`] : []),
    ...(switches.length > 0 ? ['To switch, in this order:'] : []),
    ...switches.map((planned, index) => {
      const number = String(index + 1).padStart(width)
      return `  ${number}. ${labelOf(planned.template)}: ${contentOf(planned)}`
    }),
    ...left.map(
      ({ template, obstacle }) => `not switched: ${labelOf(template)}: ${reasonIn(obstacle)}.`,
    ),
    ...(report.kind === 'not_read'
      ? [
          `The service does not say how it sends, so the settings of this command count: ${report.why}`,
        ]
      : []),
    ...(hearsNothing(report) ? [NO_EVENTS] : []),
  ]
}

export const NO_EVENTS = `The service has received no event of this instance from Clerk in the last ${DAYS} days.`

/** Whether the service says that Clerk's events do not arrive. */
export function hearsNothing(report: ServiceReport): boolean {
  return report.kind === 'read' && !report.hasEvents
}

function reasonIn({ kind, why }: Obstacle): string {
  return kind === 'off'
    ? `${why}, so nobody would send it. Name it with --slug to switch it all the same`
    : why
}

function contentOf({ sends, captured }: PlannedSwitch): string {
  if (sends === 'off') return 'nobody sends it any more, because your settings switch it off'
  // During development only: in production a captured channel is an obstacle.
  return `Bellhop ${captured ? 'captures' : 'sends'} ${WORDS[sends]}`
}
