import pTimeout from 'p-timeout'
import type { Finding } from '../domain/finding.ts'
import type { Check, Result } from './check.ts'

/** How long each check may take, unless a test says something else. */
export const CHECK_LIMIT_MS = 5_000

/** The same for a step of a dialogue with a mail server: less, so that the check says what did not answer. */
export const STEP_LIMIT_MS = CHECK_LIMIT_MS - 1_000

export interface RunOptions {
  /** The ids of checks to leave out. `resend` leaves out all that begin with `resend.`. */
  readonly skip: readonly string[]
  /** How long each check may take, in milliseconds. */
  readonly limitMs: number
}

/** Runs all checks side by side. Each promise resolves with the finding of the check at its place. */
export function runChecks(
  checks: readonly Check[],
  { skip, limitMs }: RunOptions,
): Promise<Finding>[] {
  return checks.map(async (check) => ({
    id: check.id,
    ...(isSkipped(check.id, skip)
      ? { status: 'skipped' as const, message: 'Left out.' }
      : await resultOf(check, limitMs)),
  }))
}

/** The entries of `skip` that name no check. */
export function unknownIds(checks: readonly Check[], skip: readonly string[]): string[] {
  return skip.filter((entry) => !checks.some(({ id }) => isSkipped(id, [entry])))
}

function isSkipped(id: string, skip: readonly string[]): boolean {
  return skip.some((entry) => id === entry || id.startsWith(`${entry}.`))
}

async function resultOf(check: Check, limitMs: number): Promise<Result> {
  const end = new AbortController()
  const late = () => {
    end.abort()
    return tooLate(limitMs)
  }
  try {
    return await pTimeout(check.run(end.signal), { milliseconds: limitMs, fallback: late })
  } catch (error) {
    const kind = error instanceof Error ? error.name : 'an error'
    // Checks may share a request, and the limit of another one has ended it.
    if (kind === 'AbortError') return tooLate(limitMs)
    // The message may contain anything, so only the kind of the error is shown.
    return {
      status: 'fail',
      message: `The check ended with ${kind}.`,
      fix: `Try again. If it happens again, leave the check out with --skip ${check.id}.`,
    }
  }
}

function tooLate(limitMs: number): Result {
  return {
    status: 'fail',
    message: `There was no answer within ${limitMs / 1_000} seconds.`,
    fix: 'Check that this machine may open connections to the outside, and try again.',
  }
}
