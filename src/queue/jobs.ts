import type { MessageRef } from '../domain/message-ref.ts'

/** The data of a job: look at these messages. */
export interface JobData {
  readonly messageIds: readonly string[]
  readonly priority: number
  readonly solo: boolean
}

/** A job that is about to be created. */
export interface NewJob {
  readonly data: JobData
  /** The earliest time at which a worker may take it. */
  readonly startAfter: Date | undefined
}

// A job costs the database as much as a message does, and what arrives together may wait together.
const MESSAGES_PER_JOB = 25

/** As few jobs as possible: messages with the same priority and the same start time share one. */
export function jobsOf(refs: readonly MessageRef[]): NewJob[] {
  const groups = Map.groupBy(
    refs,
    ({ priority, solo, startAfter }) => `${priority} ${solo} ${startAfter?.getTime()}`,
  )
  return [...groups.values()].flatMap((group) => {
    const jobs: NewJob[] = []
    for (let from = 0; from < group.length; from += MESSAGES_PER_JOB) {
      const part = group.slice(from, from + MESSAGES_PER_JOB)
      const [{ priority, solo = false, startAfter }] = part as [MessageRef]
      const messageIds = part.map(({ id }) => id)
      jobs.push({ data: { messageIds, priority, solo }, startAfter })
    }
    return jobs
  })
}
