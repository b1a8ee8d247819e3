import { openProviders } from '../../test/support/providers.ts'
import { createClerk, sign } from '../support/clerk.ts'
import { watchCpu } from '../support/cpu.ts'
import { count, megabytes } from '../support/figures.ts'
import { emailEventsIn, messagesIn, mixedEvent } from '../support/mixed-events.ts'
import { stream, until } from '../support/stream.ts'
import { openSystem, QUEUE, type System } from '../support/systems.ts'

const PER_SECOND = 200
const SLICE_SECONDS = 10
const MANY = 100_000

export interface Sustained {
  readonly backlog: string
  readonly memory: string
  readonly cpu: string
}

/**
 * 200 mixed events a second for `minutes`, a provider without a limit: backlog, memory, processor time.
 * The queue sends what is `email.created` and takes the rest without doing anything.
 */
export async function measureSustained(system: System, minutes: number): Promise<Sustained> {
  await using providers = await openProviders({ keepContents: false })
  await using service = await openSystem(system, providers.env)
  using clerk = createClerk(service.url)
  const { resend, twilio } = providers
  const delivered = () => resend.accepted.length + twilio.accepted.length
  const expected = QUEUE.includes(system) ? emailEventsIn : messagesIn
  const cpu = await watchCpu([service], system.engine)
  const samples: { readonly bytes: number; readonly backlog: number }[] = []
  let refused = 0
  let posted = 0
  let afterMany = 0
  for (let slice = 0; slice < (minutes * 60) / SLICE_SECONDS; slice++) {
    await stream(PER_SECOND, SLICE_SECONDS, async () => {
      const status = await clerk.post(sign(mixedEvent(posted++)))
      if (status !== 200) refused++
    })
    const bytes = await service.residentBytes()
    samples.push({ bytes, backlog: expected(posted) - delivered() })
    if (delivered() >= MANY && afterMany === 0) afterMany = bytes
  }
  const backlogs = samples.map(({ backlog }) => backlog)
  const left = backlogs.at(-1) ?? 0
  await until(() => delivered() >= expected(posted), 10_000)
  const growth = slope(samples.slice(samples.length / 2).map(({ bytes }) => bytes))
  return {
    backlog: `${count(left)} left after ${minutes} min, ${count(Math.max(...backlogs))} at most${refused > 0 ? `, ${count(refused)} refused` : ''}`,
    memory: `${afterMany ? `${megabytes(afterMany)} after 100,000` : `${megabytes(samples.at(-1)?.bytes ?? 0)} in the end`}, ${((growth * 60) / SLICE_SECONDS / 1024 / 1024).toFixed(1)} MB/min in the second half`,
    cpu: await cpu(delivered()),
  }
}

/** What a value grows by from one sample to the next, by least squares. */
function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const covariance = values.reduce((sum, value, x) => sum + (x - middle) * (value - mean), 0)
  return covariance / values.reduce((sum, _, x) => sum + (x - middle) ** 2, 0)
}
