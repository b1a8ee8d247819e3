import { v7 } from 'uuid'
import { describeError, type Logger } from '../observe/log.ts'

/** Every part gets the log, the clock, randomness, and a place for errors of background work. */
export interface Base {
  readonly log: Logger
  readonly now: () => Date
  readonly random: () => number
  readonly newId: () => string
  readonly warn: (message: string) => void
  readonly onError: (error: unknown) => void
}

export interface BaseOptions {
  readonly log: Logger
  readonly now?: () => Date
  readonly random?: () => number
}

export function createBase(options: BaseOptions): Base {
  const { log, now = () => new Date(), random = Math.random } = options
  return {
    log,
    now,
    random,
    newId: () => v7({ msecs: now().getTime() }),
    warn: (message) => log.warn(message),
    onError: (error) => log.error(describeError(error), 'background error'),
  }
}
