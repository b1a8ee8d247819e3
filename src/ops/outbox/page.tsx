/** @jsxImportSource hono/jsx */
import { openAsset } from '../ui/asset.ts'
import { useAddress } from '../ui/base.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import type { PageOptions } from '../ui/layout.tsx'
import { Link } from '../ui/link.tsx'
import { type ListProps, OutboxList } from './list.tsx'
import { type MessageProps, OutboxMessage } from './message.tsx'
import { filtersOf, hrefOf, isFiltered, type OutboxState } from './query.ts'

/** How the page of the outbox differs from the others. */
export const OUTBOX_OPTIONS: PageOptions = {
  shape: 'fill',
  live: true,
  assets: [openAsset('outbox.css'), openAsset('outbox.js')],
  keys: [
    ['c', 'copy the code'],
    ['o', 'open the link'],
    ['v', 'next view'],
    ['r', 'render again'],
  ],
}

export interface OutboxPageProps {
  readonly list: ListProps
  /** Null if there is none to show. */
  readonly message: MessageProps | null
  /** The mark of the outbox when the page was made. */
  readonly mark: string
}

/** The list, and the selected message beside it. On a phone it is either of them. */
export function OutboxPage({ list, message, mark }: OutboxPageProps) {
  const at = useAddress()
  return (
    <div
      id="outbox"
      data-mark={mark}
      data-page={list.following ? 'list' : 'message'}
      data-events={at('/outbox/events')}
      data-news={at('/outbox/news')}
    >
      <h1 class="hidden">Outbox</h1>
      <p id="news" class="hidden" role="status"></p>
      <OutboxList {...list} />
      {message ? <OutboxMessage {...message} /> : <Nothing {...list} />}
    </div>
  )
}

function Nothing({ messages, state, following }: ListProps) {
  const first = messages.length === 0 && !isFiltered(state)
  return (
    <article id="message" data-swap="" class={following && first ? 'first' : undefined}>
      {!following ? (
        <EmptyState title="This message is gone">
          <p>It was deleted, or its person was erased.</p>
          <p>
            <Link to={hrefOf('/', filtersOf(state))} data-soft="">
              Show the other messages
            </Link>
          </p>
        </EmptyState>
      ) : first ? (
        <EmptyState title="Nothing captured yet">
          <p>No message leaves this machine. The messages that Bellhop would send appear here.</p>
          <pre>npx bellhop trigger email.created{'\n'}npx bellhop trigger sms.created</pre>
        </EmptyState>
      ) : (
        <EmptyState title="No message matches">
          <p>{wordsOf(state)}</p>
          <p>
            <Link to="/" data-soft="">
              Show all messages
            </Link>
          </p>
        </EmptyState>
      )}
    </article>
  )
}

/** The filters that are set: `Search: ada · only SMS`. */
function wordsOf({ q, channel, instance }: OutboxState): string {
  return [
    q && `Search: ${q}`,
    channel && `only ${channel === 'sms' ? 'SMS' : 'emails'}`,
    instance && `only ${instance}`,
  ]
    .filter(Boolean)
    .join(' · ')
}
