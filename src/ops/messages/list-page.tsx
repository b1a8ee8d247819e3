/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'
import { Button, LinkButton } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { HiddenFields, QueryForm, SearchInput } from '../ui/form.tsx'
import { IgnoredFilters } from '../ui/ignored-filters.tsx'
import type { ShownInstance } from '../ui/instance.tsx'
import { Link } from '../ui/link.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { Pager } from '../ui/pager.tsx'
import { Time } from '../ui/time.tsx'
import { ExportMenu } from './export-menu.tsx'
import { isEmpty, type MessageFilter, pathOf } from './filter.ts'
import { chipsOf, Filters } from './filters.tsx'
import type { FilterChoices, Listed } from './list.ts'
import { MessageRows } from './message-rows.tsx'
import { SEARCH_REFUSALS } from './search.ts'
import { countText, StatusTabs } from './status-tabs.tsx'

export interface MessagesPageProps {
  readonly listed: Listed
  readonly filter: MessageFilter
  readonly choices: FilterChoices
  /** Empty if there is no choice. */
  readonly instances: readonly ShownInstance[]
  /** The names of the filters that are not valid. */
  readonly problems: readonly string[]
  /** Not the first page. */
  readonly paged: boolean
  readonly operator: boolean
  readonly now: Date
}

/** The ledger, newest first, with a search and filters. */
export function MessagesPage(props: MessagesPageProps) {
  const { listed, filter, choices, instances, problems, paged, operator, now } = props
  if (isEmpty(filter) && !paged && isNothing(listed)) return <Fresh problems={problems} />
  const { slug, channel, instance, since } = filter
  return (
    <>
      <PageTitle title="Messages">
        {listed.kind === 'found' && !isNothing(listed) && (
          <ExportMenu filter={filter} count={countText(listed.count)} operator={operator} />
        )}
        {operator && (
          <LinkButton to={pathOf({ slug, channel, instance, since }, '/messages/resend-failed')}>
            Send failed messages again
          </LinkButton>
        )}
      </PageTitle>
      <search>
        <QueryForm action="/messages" class="search-line">
          <HiddenFields values={{ ...filter, q: undefined }} />
          <SearchInput
            value={filter.q}
            label={operator ? 'Address, number or id' : 'Whole address, number or id'}
          />
          <Button>Search</Button>
        </QueryForm>
        <Filters filter={filter} choices={choices} instances={instances} now={now} />
      </search>
      <IgnoredFilters names={problems} />
      {listed.kind === 'found' && <StatusTabs filter={filter} count={listed.count} />}
      <List {...props} />
    </>
  )
}

function isNothing(listed: Listed): boolean {
  return listed.kind === 'found' && listed.ledger.messages.length === 0
}

/** A ledger without messages. */
function Fresh({ problems }: { problems: readonly string[] }) {
  return (
    <>
      <PageTitle title="Messages" />
      <IgnoredFilters names={problems} />
      <EmptyState title="No messages yet">
        <p>Every message that Clerk leaves to Bellhop will be listed here. Send one to yourself:</p>
        <p>
          <code>npx bellhop trigger email.created --to you@example.com</code>
        </p>
        <p>
          Does Clerk send events, and none arrives? <Link to="/doctor">Doctor</Link> checks each
          step.
        </p>
      </EmptyState>
    </>
  )
}

function List({ listed, filter, instances, paged }: MessagesPageProps) {
  if (listed.kind === 'refused') {
    return (
      <EmptyState title={SEARCH_REFUSALS[listed.why]}>
        <Link to={pathOf({ ...filter, q: undefined })}>Show the list without the search</Link>
      </EmptyState>
    )
  }
  const { messages, nextCursor, searchedTo } = listed.ledger
  const newest = paged ? pathOf(filter) : undefined
  const older = nextCursor ? pathOf(filter, '/messages', nextCursor) : undefined
  if (messages.length === 0) {
    if (searchedTo && older) return <NotYetFound searchedTo={searchedTo} {...{ newest, older }} />
    if (newest) {
      return (
        <EmptyState title="No older messages">
          <Link to={newest}>Newest messages</Link>
        </EmptyState>
      )
    }
    return <NoMatch filter={filter} instances={instances} />
  }
  return (
    <>
      <MessageRows messages={messages} instances={instances} />
      <Pager
        newest={newest}
        older={older}
        names={{
          newest: 'Newest messages',
          older: searchedTo ? 'Search older messages' : 'Older messages',
        }}
      >
        {searchedTo && (
          <span class="soft">
            Searched in the messages since <Time at={searchedTo} />
          </span>
        )}
      </Pager>
    </>
  )
}

/** A search that has not seen all messages. */
function NotYetFound({
  searchedTo,
  newest,
  older,
}: {
  searchedTo: Date
  newest: string | undefined
  older: string
}) {
  return (
    <EmptyState
      title={
        <>
          Nothing in the messages since <Time at={searchedTo} />
        </>
      }
    >
      <p>
        <LinkButton to={older} rel="next">
          Search older ones
        </LinkButton>
      </p>
      {newest && <Link to={newest}>Newest messages</Link>}
    </EmptyState>
  )
}

function NoMatch({ filter, instances }: Pick<MessagesPageProps, 'filter' | 'instances'>) {
  const words: Child[] = [
    ...(filter.q ? [`search “${filter.q}”`] : []),
    ...(filter.status ? [`status ${filter.status}`] : []),
    ...chipsOf(filter, instances).map(({ label, value, at }) => (
      <>
        {label} {at ? <Time at={at} /> : value}
      </>
    )),
  ]
  return (
    <EmptyState title="No message matches">
      <p>{words.flatMap((one, index) => (index > 0 ? [', ', one] : [one]))}</p>
      <LinkButton to="/messages">
        {words.length === 1 ? 'Show all messages' : 'Remove all filters'}
      </LinkButton>
    </EmptyState>
  )
}
