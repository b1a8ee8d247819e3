/** @jsxImportSource hono/jsx */
import type { Finding } from '../../domain/finding.ts'
import { FindingBadge } from '../ui/badge.tsx'
import { LinkButton } from '../ui/button.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { StatusLine } from '../ui/status-line.tsx'
import { Table } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'
import type { DoctorReport } from './report.ts'

const COLUMNS = [{ name: 'Result' }, { name: 'Check', line: 1 }, { name: 'What it found' }] as const

/** What the checks found: the problems, then what is fine. */
export function DoctorPage({ checkedAt, findings }: DoctorReport) {
  const of = (...statuses: Finding['status'][]) =>
    findings.filter(({ status }) => statuses.includes(status))
  // In the order of a message's way, because a later fault may follow from an earlier one.
  const problems = [...of('fail'), ...of('warn')]
  const fine = of('ok')
  const skipped = of('skipped')
  return (
    <>
      <PageTitle
        title="Doctor"
        about={
          <>
            The checks of <code>bellhop doctor</code>, run by this process with its own settings.
            They only read. Checked <Time at={checkedAt} />; a result is kept for 30 seconds.
          </>
        }
      >
        <LinkButton to="/doctor">Check again</LinkButton>
      </PageTitle>
      <Summary failed={of('fail').length} warned={of('warn').length} fine={fine.length} />
      {problems.length > 0 && <Findings label="Problems" findings={problems} />}
      <Group title="Fine" findings={fine} />
      <Group title="Skipped" findings={skipped} />
    </>
  )
}

interface SummaryProps {
  readonly failed: number
  readonly warned: number
  readonly fine: number
}

function Summary({ failed, warned, fine }: SummaryProps) {
  const lookAt = warned === 1 ? '1 is worth a look' : `${warned} are worth a look`
  if (failed > 0) {
    return (
      <StatusLine tone="bad" title={failed === 1 ? '1 check failed' : `${failed} checks failed`}>
        Begin at the top: what fails first may be the cause of the others.
        {warned > 0 && ` ${lookAt}.`}
      </StatusLine>
    )
  }
  if (warned > 0) return <StatusLine tone="warn" title={`Nothing failed, ${lookAt}`} />
  return <StatusLine tone="well" title="Nothing failed">{`${fine} checks are fine.`}</StatusLine>
}

/** Findings that nobody must read, closed at first. */
function Group({ title, findings }: { title: string; findings: readonly Finding[] }) {
  if (findings.length === 0) return null
  return (
    <details class="group">
      <summary>
        {title} <span class="soft">{findings.length}</span>
      </summary>
      <Findings label={title} findings={findings} />
    </details>
  )
}

function Findings({ label, findings }: { label: string; findings: readonly Finding[] }) {
  return (
    <div class="findings">
      <Table
        label={label}
        columns={COLUMNS}
        rows={findings.map(({ id, status, message, fix }) => ({
          cells: [
            <FindingBadge status={status} />,
            <code>{id}</code>,
            <>
              <span class={status === 'skipped' ? 'soft' : 'found'}>{message}</span>
              {fix && (
                <p class="fix">
                  <strong>To fix it:</strong> {fix}
                </p>
              )}
            </>,
          ],
        }))}
      />
    </div>
  )
}
