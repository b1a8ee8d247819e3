/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'
import type { SuppressedAddress } from '../../store/suppressions.ts'
import type { Visitor } from '../access/visitor.ts'
import { Badge } from '../ui/badge.tsx'
import { Button, LinkButton } from '../ui/button.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Choice, Field, HiddenFields, QueryForm, SearchInput } from '../ui/form.tsx'
import { Link } from '../ui/link.tsx'
import { Notice, type NoticeTone } from '../ui/notice.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { Pager } from '../ui/pager.tsx'
import { Table } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'
import { withQuery } from '../ui/with-query.ts'
import { type SuppressFields, SuppressForm } from './suppress-form.tsx'
import { Why } from './why.tsx'

export interface SuppressionsPageProps {
  readonly suppressions: readonly SuppressedAddress[]
  readonly nextCursor: string | null
  readonly filter: { readonly q?: string | undefined; readonly channel?: string | undefined }
  /** Not the first page. */
  readonly paged: boolean
  readonly visitor: Visitor
  /** The result of what the operator has just done. */
  readonly notice?: { readonly tone: NoticeTone; readonly text: string } | undefined
  readonly faulty?: SuppressFields | undefined
}

/** The suppressed addresses, newest first. */
export function SuppressionsPage(props: SuppressionsPageProps) {
  const { suppressions, nextCursor, filter, paged, visitor, notice, faulty } = props
  const operator = visitor.role === 'operator'
  const filtered = Boolean(filter.q ?? filter.channel)
  return (
    <>
      <PageTitle
        title="Suppressions"
        about="Addresses and numbers that get fewer messages or none: messages to them bounced for good, their readers complained, or an operator decided so."
      >
        {operator && <SuppressForm faulty={faulty} />}
        {(suppressions.length > 0 || filtered) && <Export filter={filter} operator={operator} />}
      </PageTitle>
      {notice && (
        <Notice tone={notice.tone} role={notice.tone === 'info' ? 'status' : 'alert'}>
          {notice.text}
        </Notice>
      )}
      <Filters filter={filter} operator={operator} filtered={filtered} />
      {suppressions.length === 0 ? (
        <Empty filtered={filtered || paged} />
      ) : (
        <Rows suppressions={suppressions} operator={operator} />
      )}
      <Pager
        newest={paged ? withQuery('/suppressions', filter) : undefined}
        older={
          nextCursor ? withQuery('/suppressions', { ...filter, cursor: nextCursor }) : undefined
        }
      />
    </>
  )
}

function Filters({
  filter,
  operator,
  filtered,
}: Pick<SuppressionsPageProps, 'filter'> & { operator: boolean; filtered: boolean }) {
  return (
    <search>
      <QueryForm action="/suppressions" class="filters tight">
        {/* A viewer could find out an address letter by letter. */}
        {operator && (
          <Field name="q" label="Address or number, or a part">
            <SearchInput value={filter.q} label="ada@example.com" />
          </Field>
        )}
        <Field name="channel" label="Channel">
          <Choice name="channel" options={['email', 'sms']} value={filter.channel} />
        </Field>
        <p class="field">
          <Button>Show</Button>
          {filtered && <Link to="/suppressions">Show all</Link>}
        </p>
      </QueryForm>
    </search>
  )
}

function Export({
  filter,
  operator,
}: Pick<SuppressionsPageProps, 'filter'> & { operator: boolean }) {
  if (!operator) {
    return <LinkButton to={withQuery('/suppressions/export.csv', filter)}>Export CSV</LinkButton>
  }
  return (
    <Confirm label="Export CSV" button="Yes, export it" action="/suppressions/export.csv">
      <p>
        You get a file with all addresses of this list in full, also those on its other pages. The
        audit records that you exported it.
      </p>
      <HiddenFields values={filter} />
    </Confirm>
  )
}

function Empty({ filtered }: { filtered: boolean }) {
  if (filtered) return <EmptyState title="No suppressed address matches" />
  return (
    <EmptyState title="No address is suppressed">
      An address comes here when a message to it bounces for good, or its reader marks one as spam.
    </EmptyState>
  )
}

function Rows({
  suppressions,
  operator,
}: Pick<SuppressionsPageProps, 'suppressions'> & { operator: boolean }) {
  return (
    <Table
      label="Suppressions"
      columns={[
        { name: 'Held back' },
        { name: 'Address', line: 1 },
        { name: 'Why' },
        { name: 'Since' },
        ...(operator ? [{ name: 'Change', hidden: true, end: true } as const] : []),
      ]}
      rows={suppressions.map((one) => ({
        cells: [
          <Scope scope={one.scope} />,
          one.address,
          <Why suppression={one} />,
          <Time at={one.since} />,
          ...(operator ? [<Allow suppression={one} />] : []),
        ],
      }))}
    />
  )
}

function Allow({ suppression: { id, address } }: { suppression: SuppressedAddress }): Child {
  return (
    <LinkButton to={`/suppressions/${id}/allow`} aria-label={`Allow again: ${address}`}>
      Allow again
    </LinkButton>
  )
}

function Scope({ scope }: { scope: SuppressedAddress['scope'] }): Child {
  return (
    <Badge
      tone={scope === 'all' ? 'trouble' : 'doubtful'}
      icon={scope === 'all' ? 'stop' : 'triangle'}
    >
      {scope === 'all' ? 'everything' : 'all but codes and links'}
    </Badge>
  )
}
