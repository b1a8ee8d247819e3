/** @jsxImportSource hono/jsx */
import { Badge, FindingBadge, StatusBadge } from '../../../src/ops/ui/badge.tsx'
import { Button, LinkButton } from '../../../src/ops/ui/button.tsx'
import { Card, Cards } from '../../../src/ops/ui/card.tsx'
import { Chip, Chips } from '../../../src/ops/ui/chip.tsx'
import { Confirm } from '../../../src/ops/ui/confirm.tsx'
import { EmptyState } from '../../../src/ops/ui/empty-state.tsx'
import { ErrorState } from '../../../src/ops/ui/error-state.tsx'
import { Fact } from '../../../src/ops/ui/fact.tsx'
import { Field, QueryForm, SearchInput } from '../../../src/ops/ui/form.tsx'
import { Live, Part } from '../../../src/ops/ui/live.tsx'
import { Notice } from '../../../src/ops/ui/notice.tsx'
import { PageTitle } from '../../../src/ops/ui/page-title.tsx'
import { Pager } from '../../../src/ops/ui/pager.tsx'
import { StatusLine } from '../../../src/ops/ui/status-line.tsx'
import { Table } from '../../../src/ops/ui/table.tsx'
import { Time } from '../../../src/ops/ui/time.tsx'

const STATUSES = ['delivered', 'sent', 'queued', 'bounced', 'unknown', 'expired'] as const

/** One of each component, as a page could have them. */
export function EveryComponent({ now, count }: { now: Date; count: number }) {
  return (
    <>
      <PageTitle title="Every component" about="What the pages are made of.">
        <LinkButton to="/messages">All messages</LinkButton>
        <Button kind="primary">Save</Button>
        <Button kind="danger">Delete</Button>
      </PageTitle>
      <StatusLine tone="well" title="All is well" />
      <StatusLine tone="warn" title="Codes are late" link={{ to: '/messages', text: 'See them' }}>
        The oldest has waited 40 s.
      </StatusLine>
      <StatusLine tone="bad" title="Resend is stopped" link={{ to: '/doctor', text: 'Doctor' }}>
        Its API key is not valid, since <Time at={now} />. No email is sent.
      </StatusLine>
      <Live from="/every/events">
        <Part name="count">{count}</Part>
        <Part name="open">
          <details>
            <summary>More</summary>
            {count}
          </details>
        </Part>
      </Live>
      <Cards>
        <Card title="Accepted to sent" value="0.4 s" note="p95 1.2 s" to="/overview" />
        <Card title="Waiting" value="12" />
        <Card title="Delivered" value="99.2 %" note="+0.3" />
        <Card title="Providers">
          <Badge tone="delivered">works</Badge> <FindingBadge status="warn" />
        </Card>
      </Cards>
      <QueryForm action="/messages">
        <SearchInput value={undefined} label="Address, number or id" />
        <Field name="note" label="Note" help="It is kept in the audit.">
          <input id="note" name="note" />
        </Field>
      </QueryForm>
      <Chips>
        <Chip name="status" value="failed" remove="/messages" />
        <Chip name="slug" value="verification_code" remove="/messages?status=failed" />
      </Chips>
      <Notice role="status">One message was sent again.</Notice>
      <Notice tone="warn">It may have arrived: the reader may get it twice.</Notice>
      <Notice tone="bad">Not sent again.</Notice>
      <Table
        label="Messages"
        columns={[
          { name: 'Status' },
          { name: 'Recipient', line: 1 },
          { name: 'Slug' },
          { name: 'Template', line: 0 },
          { name: 'Accepted', end: true },
        ]}
        rows={STATUSES.map((status, index) => ({
          to: `/messages/${index}`,
          cells: [
            <StatusBadge status={status} />,
            `reader-${index}@a-company.example`,
            'verification_code',
            'verification_code',
            <Time at={new Date(now.getTime() - 600_000 * index)} />,
          ],
        }))}
      />
      <Pager newest="/messages" older="/messages?cursor=2" />
      <dl>
        <Fact name="Language">en</Fact>
        <Fact name="Sent" />
        <Fact name="Never">
          <Time at={null} />
        </Fact>
      </dl>
      <Confirm
        label="Allow again"
        action="/suppressions/1/allow"
        kind="danger"
        about="Allow again: Ada"
      >
        <p>Messages to this address are sent again.</p>
      </Confirm>
      <EmptyState title="No message matches">Remove a filter.</EmptyState>
      <ErrorState title="The providers could not be read">Load the page again.</ErrorState>
    </>
  )
}
