import type { Finding } from '../../domain/finding.ts'
import { CliError, EXIT } from '../cli-error.ts'
import type { CliContext } from '../context.ts'

/** Runs the checks of `bellhop doctor`, prints what they found, and returns those that failed. */
export async function failedChecks(
  { doctor, print, complain }: Pick<CliContext, 'doctor' | 'print' | 'complain'>,
  { skip, url }: { readonly skip: readonly string[]; readonly url: string },
): Promise<readonly Finding[]> {
  const findings = await doctor({ skip, url })
  for (const { id, status, message, fix } of findings) {
    if (status === 'ok') continue
    const tell = status === 'fail' ? complain : print
    tell(`${status.padEnd(7)} ${id}: ${message}`)
    if (fix) tell(`${' '.repeat(8)}${fix}`)
  }
  const passed = findings.filter(({ status }) => status === 'ok').length
  if (findings.length > 0) print(`${passed} of ${findings.length} checks are good.`)
  return findings.filter(({ status }) => status === 'fail')
}

/** The error for a take-over that the checks forbid. */
export function checksFailed(failed: readonly Finding[]): CliError {
  const ids = failed.map(({ id }) => id)
  return new CliError(`Checks failed: ${ids.join(', ')}. Nothing was switched.`, {
    exitCode: EXIT.found,
    fix: `Correct what they say and run the command again, or leave a check out: --skip ${ids[0]}`,
  })
}
