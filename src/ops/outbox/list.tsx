/** @jsxImportSource hono/jsx */
import type { ListedMessage } from '../../store/views/captured-messages.ts'
import type { Visitor } from '../access/visitor.ts'
import { Confirm } from '../ui/confirm.tsx'
import { QueryForm, SearchInput } from '../ui/form.tsx'
import { labelOf, type ShownInstance } from '../ui/instance.tsx'
import { Link } from '../ui/link.tsx'
import { Time } from '../ui/time.tsx'
import { hrefOf, type OutboxState } from './query.ts'

export interface ListProps {
  readonly messages: readonly ListedMessage[]
  /** Whether there are older ones. */
  readonly more: boolean
  /** The id of the message beside the list. */
  readonly selected: string | null
  /** Whether the page always shows the newest message. */
  readonly following: boolean
  readonly state: OutboxState
  /** Empty if there is no choice. */
  readonly instances: readonly ShownInstance[]
  readonly visitor: Visitor
}

/** The captured messages, newest first, with the search and the button to clear them. */
export function OutboxList(props: ListProps) {
  const { state, visitor } = props
  return (
    <div class="list">
      <search>
        <QueryForm class="search" action="/" data-soft="" data-typed="">
          <SearchInput value={state.q} label="Search by address or slug" />
          {state.instance && <input type="hidden" name="instance" value={state.instance} />}
          {state.channel && <input type="hidden" name="channel" value={state.channel} />}
          <button type="submit" class="button plain without-script">
            Search
          </button>
        </QueryForm>
      </search>
      <Items {...props} />
      {visitor.role === 'operator' && (
        <div class="clear">
          <Confirm
            label="Clear"
            action="/outbox/clear"
            button="Delete all captured messages"
            kind="danger"
          >
            <p>The captured messages are deleted for everybody. The ledger keeps its entries.</p>
          </Confirm>
        </div>
      )}
    </div>
  )
}

function Items({ messages, more, selected, following, state, instances }: ListProps) {
  const channels = [
    [undefined, 'All'],
    ['email', 'Email'],
    ['sms', 'SMS'],
  ] as const
  return (
    <div id="items" data-swap="">
      <nav class="filters" aria-label="Which messages">
        {channels.map(([channel, label]) => (
          <Link
            id={`only-${channel ?? 'all'}`}
            to={hrefOf('/', state, { channel, before: undefined })}
            data-soft=""
            {...(channel === state.channel ? { 'aria-current': 'true' as const } : {})}
          >
            {label}
          </Link>
        ))}
        {!following && (
          <Link
            id="follow"
            class="follow"
            to={hrefOf('/', state, { before: undefined })}
            data-soft=""
          >
            Follow the newest
          </Link>
        )}
      </nav>
      <ol>
        {messages.map((message) => (
          <Item
            message={message}
            instance={labelOf(instances, message.instanceId)}
            state={state}
            selected={message.id === selected}
          />
        ))}
      </ol>
      {messages.length === 0 && (state.q || state.channel || state.instance) && (
        <p class="soft">
          Nothing matches. <Link to="/">Show all</Link>
        </p>
      )}
      {more && (
        <p>
          <Link id="older" to={hrefOf('/', state, { before: messages.at(-1)?.id })} data-soft="">
            Older messages
          </Link>
        </p>
      )}
    </div>
  )
}

function Item({
  message,
  instance,
  state,
  selected,
}: {
  message: ListedMessage
  instance: string | null
  state: OutboxState
  selected: boolean
}) {
  const { id, channel, slug, to, code, fallback } = message
  return (
    <li>
      <Link
        id={`m-${id}`}
        to={hrefOf(`/outbox/${id}`, state)}
        data-soft=""
        {...(selected ? { 'aria-current': 'true' as const } : {})}
      >
        <span class="line">
          <span class="to">{to}</span>
          <Time at={message.capturedAt} />
        </span>
        <span class="about" dir="auto">
          {message.subject ?? message.body ?? ''}
        </span>
        <span class="line">
          <span class="soft">
            <span class="channel">{channel === 'sms' ? 'SMS' : 'Email'}</span>{' '}
            <span class="mono">{slug ?? '–'}</span>
            {instance && ` · ${instance}`}
            {fallback && (
              <>
                {' '}
                <span class="fallback" title={`Our template was not used: ${fallback}`}>
                  Clerk’s text
                </span>
              </>
            )}
          </span>
          {code && <code>{code}</code>}
        </span>
      </Link>
    </li>
  )
}
