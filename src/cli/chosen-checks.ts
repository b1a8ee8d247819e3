import { Option } from 'commander'
import type { Check } from '../doctor/check.ts'
import { runChecks, unknownIds } from '../doctor/run-checks.ts'
import type { Finding } from '../domain/finding.ts'
import { usage } from './cli-error.ts'
import type { CliContext } from './context.ts'
import type { Line, Style } from './line.ts'
import { addressOf } from './service.ts'

/** Which checks of the set-up to run, and for which service. */
export interface CheckChoice {
  readonly skip: readonly string[]
  readonly url: string
}

/** `--skip dns,resend.quota`; may be repeated. */
export function skipOption(description: string): Option {
  return new Option('--skip <ids>', description)
    .argParser((value, before: readonly string[]) => [
      ...before,
      ...value
        .split(',')
        .map((id) => id.trim())
        .filter(Boolean),
    ])
    .default([], 'none')
}

export interface StartedChecks {
  readonly checks: readonly Check[]
  /** One for each check, in their order. */
  readonly findings: readonly Promise<Finding>[]
}

/** Starts all checks but those that are left out. Throws a CliError for an unknown check or a wrong address. */
export async function startChecks(
  { doctorChecks, checkLimitMs }: Pick<CliContext, 'doctorChecks' | 'checkLimitMs'>,
  { skip, url }: CheckChoice,
): Promise<StartedChecks> {
  // A wrong address ends the command before it does anything.
  addressOf(url, '/')
  const checks = await doctorChecks(url)
  const [unknown] = unknownIds(checks, skip)
  if (unknown) {
    throw usage(
      `There is no check ${unknown}.`,
      `Use some of ${checks.map(({ id }) => id).join(', ')}.`,
    )
  }
  return { checks, findings: runChecks(checks, { skip, limitMs: checkLimitMs }) }
}

const WIDTH = 'skipped'.length

const STYLES: Readonly<Record<Finding['status'], Style>> = {
  ok: 'green',
  warn: 'yellow',
  fail: 'red',
  skipped: 'gray',
}

/** A finding in one line; `ids` is the length of the longest id. */
export function checkLine({ id, status, message, fix }: Finding, ids: number): Line {
  return [
    { text: status, style: STYLES[status] },
    `${' '.repeat(WIDTH - status.length)}  ${id.padEnd(ids)}  ${message}${fix ? ` ${fix}` : ''}`,
  ]
}

/** The length of the longest id. */
export function widthOfIds(checks: readonly Pick<Check, 'id'>[]): number {
  return Math.max(0, ...checks.map(({ id }) => id.length))
}
