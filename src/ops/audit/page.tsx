/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'
import { AUDIT_ACTIONS, type AuditAction, type AuditEntry } from '../../store/audit.ts'
import { actorName } from '../ui/actor-name.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ExactInput, Field, QueryForm } from '../ui/form.tsx'
import { IgnoredFilters } from '../ui/ignored-filters.tsx'
import { InstantField } from '../ui/instant-field.tsx'
import { Link } from '../ui/link.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { Pager } from '../ui/pager.tsx'
import { Table } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'
import { pairsOf, withQuery } from '../ui/with-query.ts'
import { AUDIT_WORDS } from './action-words.ts'
import { AuditTabs } from './tabs.tsx'

export interface AuditQuery {
  readonly actor?: string | undefined
  readonly action?: AuditAction | undefined
  /** The id of a message. */
  readonly message?: string | undefined
  readonly since?: Date | undefined
  readonly until?: Date | undefined
}

export interface AuditPageProps {
  readonly entries: readonly AuditEntry[]
  readonly nextCursor: string | null
  readonly filter: AuditQuery
  /** The names of the filters that are not valid. */
  readonly problems: readonly string[]
  /** Everybody who is in the audit. */
  readonly actors: readonly string[]
  /** Not the first page. */
  readonly paged: boolean
  readonly operator: boolean
}

/** Who did what, the newest first. */
export function AuditPage(props: AuditPageProps) {
  const { entries, nextCursor, filter, problems, actors, paged, operator } = props
  const filtered = pairsOf(filter).length > 0
  return (
    <>
      <PageTitle
        title="Audit"
        about="Who changed what, and who looked at what. No address is shown in full."
      />
      {operator && <AuditTabs path="/audit" />}
      <IgnoredFilters names={problems} />
      <Filters filter={filter} actors={actors} filtered={filtered} />
      {entries.length === 0 ? <Empty filtered={filtered || paged} /> : <Rows entries={entries} />}
      <Pager
        newest={paged ? withQuery('/audit', filter) : undefined}
        older={nextCursor ? withQuery('/audit', { ...filter, cursor: nextCursor }) : undefined}
      />
    </>
  )
}

function Filters({
  filter,
  actors,
  filtered,
}: Pick<AuditPageProps, 'filter' | 'actors'> & { filtered: boolean }) {
  const { actor, action, message, since, until } = filter
  return (
    <search>
      <QueryForm action="/audit" class="filters tight">
        <Field name="actor" label="Who">
          <select id="actor" name="actor">
            <option value="">anybody</option>
            {withChosen(actors, actor).map((one) => (
              <option value={one} selected={one === actor}>
                {actorName(one)}
              </option>
            ))}
          </select>
        </Field>
        <Field name="action" label="What">
          <select id="action" name="action">
            <option value="">anything</option>
            {AUDIT_ACTIONS.map((one) => (
              <option value={one} selected={one === action}>
                {AUDIT_WORDS[one]}
              </option>
            ))}
          </select>
        </Field>
        <Field name="message" label="Id of a message">
          <ExactInput name="message" value={message} />
        </Field>
        <InstantField name="since" label="Since (UTC)" value={since} />
        <InstantField name="until" label="Until (UTC)" value={until} />
        <p class="field">
          <Button>Show</Button>
          {filtered && <Link to="/audit">Show all</Link>}
        </p>
      </QueryForm>
    </search>
  )
}

/** The list may be cut off, or the address of the page may name somebody who is not in it. */
function withChosen(actors: readonly string[], chosen: string | undefined): readonly string[] {
  return chosen && !actors.includes(chosen) ? [...actors, chosen] : actors
}

function Empty({ filtered }: { filtered: boolean }) {
  if (filtered) return <EmptyState title="Nothing matches" />
  return (
    <EmptyState title="Nothing was done yet">
      When somebody reveals a recipient, sends a message again, changes the list of suppressions,
      exports or erases, it is recorded here.
    </EmptyState>
  )
}

function Rows({ entries }: Pick<AuditPageProps, 'entries'>) {
  return (
    <Table
      label="Audit"
      columns={[
        { name: 'What' },
        { name: 'Who' },
        { name: 'Details' },
        { name: 'When', end: true },
      ]}
      rows={entries.map(({ at, actor, action, messageId, detail }) => ({
        to: messageId ? `/messages/${messageId}` : undefined,
        cells: [
          AUDIT_WORDS[action] ?? action,
          actorName(actor),
          <Detail action={action} detail={detail} />,
          <Time at={at} />,
        ],
      }))}
    />
  )
}

function Detail({ action, detail }: Pick<AuditEntry, 'action' | 'detail'>): Child {
  const copy = action === 'resend' ? detail?.replace(/^as /, '') : null
  return copy ? <Link to={`/messages/${copy}`}>The new message</Link> : detail
}
