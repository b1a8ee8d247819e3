import type { Finding } from '../../domain/finding.ts'
import { type CheckChoice, checkLine, startChecks, widthOfIds } from '../chosen-checks.ts'
import { CliError, EXIT } from '../cli-error.ts'
import type { CliContext } from '../context.ts'

/** Runs the checks of `bellhop doctor`, prints those that are not good, and returns those that failed. */
export async function failedChecks(
  context: CliContext,
  choice: CheckChoice,
): Promise<readonly Finding[]> {
  const { checks, findings: started } = await startChecks(context, choice)
  const width = widthOfIds(checks)
  const findings: Finding[] = []
  for (const pending of started) {
    const finding = await pending
    findings.push(finding)
    const tell = finding.status === 'fail' ? context.complain : context.print
    if (finding.status !== 'ok') tell(checkLine(finding, width))
  }
  const good = findings.filter(({ status }) => status === 'ok').length
  if (findings.length > 0) context.print(`${good} of ${findings.length} checks are good.`)
  return findings.filter(({ status }) => status === 'fail')
}

/** The error for a take-over that the checks forbid. */
export function checksFailed(failed: readonly Finding[]): CliError {
  const ids = failed.map(({ id }) => id)
  return new CliError(`Checks failed: ${ids.join(', ')}. Nothing was switched.`, {
    exitCode: EXIT.found,
    fix: `Correct what they say and run the command again, or leave them out: --skip ${ids.join(',')}`,
  })
}
