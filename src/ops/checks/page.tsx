/** @jsxImportSource hono/jsx */
import type { Finding } from '../../domain/finding.ts'
import { FindingBadge } from '../ui/badge.tsx'
import { LinkButton } from '../ui/button.tsx'
import { Headings } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'
import type { DoctorReport } from './report.ts'

/** What the checks found, in the order of a message's way. */
export function DoctorPage({ checkedAt, findings }: DoctorReport) {
  return (
    <>
      <h1>Doctor</h1>
      <p>
        <Summary findings={findings} /> These are the checks of <code>bellhop doctor</code>, run by
        this process with its own settings. They only read.
      </p>
      <p>
        <LinkButton to="/doctor">Check again</LinkButton>{' '}
        <span class="soft">
          Checked <Time at={checkedAt} />. A result is shown for 30 seconds.
        </span>
      </p>
      <table class="findings">
        <caption class="hidden">What the checks found</caption>
        <Headings names={['Result', 'Check', 'What it found']} />
        <tbody>
          {findings.map((finding) => (
            <Row {...finding} />
          ))}
        </tbody>
      </table>
    </>
  )
}

function Row({ id, status, message, fix }: Finding) {
  return (
    <tr>
      <td>
        <FindingBadge status={status} />
      </td>
      <th scope="row">{id}</th>
      <td class={status === 'skipped' ? 'soft' : undefined}>
        {message}
        {fix && <div class="fix">{fix}</div>}
      </td>
    </tr>
  )
}

function Summary({ findings }: Pick<DoctorReport, 'findings'>) {
  const count = (status: Finding['status']) =>
    findings.filter((finding) => finding.status === status).length
  const failed = count('fail')
  const warned = count('warn')
  if (failed > 0) {
    return (
      <strong class="bad">
        {failed === 1 ? '1 check failed' : `${failed} checks failed`}. Begin at the top.
      </strong>
    )
  }
  return <strong>{warned > 0 ? `Nothing failed, ${warned} to look at.` : 'Nothing failed.'}</strong>
}
