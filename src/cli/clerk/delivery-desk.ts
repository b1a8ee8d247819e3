import {
  type DeliveryRecord,
  entryOf,
  isSameInstance,
  merged,
  type RecordedTemplate,
  withEntry,
} from '../../clerk/delivery-record.ts'
import { readRecordFile, writeRecordFile } from '../../clerk/record-file.ts'
import { whileLocked } from '../../clerk/record-lock.ts'
import { type SwitchOutcome, switchDelivery } from '../../clerk/switch-delivery.ts'
import type { TemplateName, TemplatesApi } from '../../clerk/templates-api.ts'
import { CliError, EXIT, usage } from '../cli-error.ts'
import type { CliContext } from '../context.ts'
import { expectedError } from './cli-fault.ts'
import { type Connection, named } from './connect.ts'

/** Where the record is, unless `--record` says something else. */
export const RECORD_FILE = 'clerk-delivery.json'

export type RecordedOutcome = SwitchOutcome & {
  /** Why the outcome is not on record; null if it is. */
  readonly unrecorded: CliError | null
}

/** Switches templates, and keeps on record who delivered them before. */
export interface DeliveryDesk {
  readonly record: () => DeliveryRecord
  /**
   * Throws a CliError if the record cannot be written before; then nothing was switched. A state that is on record
   * is restored all the same, because a full disk may be why Bellhop is down.
   */
  readonly switch: (name: TemplateName, to: 'clerk' | 'you') => Promise<RecordedOutcome>
  /** Puts on record who delivers a template, without a change at Clerk. */
  readonly note: (name: TemplateName, now: RecordedTemplate['now']) => Promise<void>
}

/** Reads the record. Throws a CliError if it cannot be used; null if there is none. */
export async function readRecord(path: string): Promise<DeliveryRecord | null> {
  const read = await readRecordFile(path)
  if (read.kind === 'found') return read.record
  if (read.kind === 'none') return null
  throw usage(
    `${path} ${read.why}.`,
    'Move it away, or name another file with --record. Without it Bellhop cannot know what Clerk delivered before.',
  )
}

/** Throws a CliError if the record is about another instance than the one of the key. */
export function requireSameInstance(
  path: string,
  record: DeliveryRecord,
  connection: Pick<Connection, 'instance' | 'environment'>,
): void {
  if (isSameInstance(record, connection)) return
  throw usage(
    `${path} is the record of ${named(record)}, but CLERK_SECRET_KEY belongs to ${named(connection)}.`,
    `Set CLERK_SECRET_KEY to the key of the other instance, or keep one record for each: --record clerk-delivery.${connection.environment}.json`,
  )
}

export function createDeliveryDesk(
  { now, wait }: Pick<CliContext, 'now' | 'wait'>,
  {
    api,
    instance,
    environment,
  }: Pick<Connection, 'instance' | 'environment'> & {
    readonly api: Pick<TemplatesApi, 'get' | 'setDelivery'>
  },
  path: string,
  read: DeliveryRecord | null,
): DeliveryDesk {
  let record: DeliveryRecord = read
    ? { ...read, instance: read.instance ?? instance }
    : { instance, environment, templates: [] }

  async function note(name: TemplateName, state: RecordedTemplate['now']): Promise<void> {
    const { channel, slug } = name
    const change = async () => {
      // Another command may have written to it meanwhile.
      const stored = await readRecord(path)
      if (stored) requireSameInstance(path, stored, record)
      const known = stored ? merged(record, stored) : record
      const before = entryOf(known, name)?.before ?? 'clerk'
      const at = now().toISOString()
      const next = withEntry(known, { channel, slug, before, now: state, at })
      await writeRecordFile(path, next)
      return next
    }
    record = await whileLocked(path, { now, wait }, change).catch((error) => {
      throw error instanceof CliError ? error : notWritten(path, error)
    })
  }

  return {
    record: () => record,
    note,
    async switch(name, to) {
      // Before the request, so that a run that is interrupted here can be put right.
      await note(name, 'unknown').catch((error) => {
        if (entryOf(record, name)?.before !== to) throw error
      })
      const outcome = await switchDelivery(api, wait, name, to)
      const unrecorded = await note(name, stateAfter(outcome, to)).then(
        () => null,
        (error) => expectedError(error),
      )
      return { ...outcome, unrecorded }
    },
  }
}

function stateAfter({ kind }: SwitchOutcome, to: 'clerk' | 'you'): RecordedTemplate['now'] {
  switch (kind) {
    case 'switched':
      return to
    case 'unchanged':
      return to === 'you' ? 'clerk' : 'you'
    case 'unknown':
      return 'unknown'
  }
}

function notWritten(path: string, error: NodeJS.ErrnoException): CliError {
  return new CliError(`${path} cannot be written (${error.code ?? error.message}).`, {
    exitCode: EXIT.unexpected,
    fix: 'Run the command in a folder that this user may write to, or name another file with --record.',
    cause: error,
  })
}
