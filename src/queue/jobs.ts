import type { MessageRef } from '../domain/message-ref.ts'

/** What a job says: to look at these messages. */
export interface JobData {
  readonly messageIds: readonly string[]
  readonly priority: number
  readonly solo: boolean
}

/** A job to be put on the queue. */
export interface NewJob {
  readonly data: JobData
  /** Not before then. */
  readonly startAfter: Date | undefined
}

// A job costs the database as much as a message does, and what arrives together may wait together.
const LOOKS_PER_JOB = 25

/** As few jobs as there can be: refs of the same priority, from the same time on, share one. */
export function jobsOf(refs: readonly MessageRef[]): NewJob[] {
  const alike = Map.groupBy(
    refs,
    ({ priority, solo, startAfter }) => `${priority} ${solo} ${startAfter?.getTime()}`,
  )
  return [...alike.values()].flatMap((group) => {
    const jobs: NewJob[] = []
    for (let from = 0; from < group.length; from += LOOKS_PER_JOB) {
      const part = group.slice(from, from + LOOKS_PER_JOB)
      const [{ priority, solo = false, startAfter }] = part as [MessageRef]
      const messageIds = part.map(({ id }) => id)
      jobs.push({ data: { messageIds, priority, solo }, startAfter })
    }
    return jobs
  })
}
