/** @jsxImportSource hono/jsx */
import type { ListedMessage } from '../../store/views/captured-messages.ts'
import type { Visitor } from '../access/visitor.ts'
import { InstanceChoice, labelOf, type ShownInstance } from '../ui/instance.tsx'
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
  const { state, instances, visitor } = props
  return (
    <div class="list">
      <search>
        <form class="search" method="get" action="/" data-soft="" data-typed="">
          <input
            type="search"
            id="q"
            name="q"
            value={state.q ?? ''}
            placeholder="Address or slug"
            aria-label="Search by address or slug"
            maxlength={200}
          />
          {instances.length > 0 && (
            <InstanceChoice
              instances={instances}
              value={state.instance}
              any="All instances"
              label="Instance"
            />
          )}
          {state.channel && <input type="hidden" name="channel" value={state.channel} />}
          <button type="submit" class="without-script">
            Search
          </button>
        </form>
      </search>
      <Items {...props} />
      {visitor.role === 'operator' && (
        <details class="clear">
          <summary>Clear</summary>
          <form method="post" action="/outbox/clear">
            <button type="submit">Delete all captured messages</button>
          </form>
        </details>
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
          <a
            id={`only-${channel ?? 'all'}`}
            href={hrefOf('/', state, { channel, before: undefined })}
            data-soft=""
            {...(channel === state.channel ? { 'aria-current': 'true' as const } : {})}
          >
            {label}
          </a>
        ))}
        {!following && (
          <a
            id="follow"
            class="follow"
            href={hrefOf('/', state, { before: undefined })}
            data-soft=""
          >
            Follow the newest
          </a>
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
          Nothing matches. <a href="/">Show all</a>
        </p>
      )}
      {more && (
        <p>
          <a id="older" href={hrefOf('/', state, { before: messages.at(-1)?.id })} data-soft="">
            Older messages
          </a>
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
      <a
        id={`m-${id}`}
        href={hrefOf(`/outbox/${id}`, state)}
        data-soft=""
        {...(selected ? { 'aria-current': 'true' as const } : {})}
      >
        <span class="line">
          <span class="to">{to}</span>
          <Moment at={message.capturedAt} />
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
      </a>
    </li>
  )
}

/** An instant in UTC; the script turns it into the reader's own time. */
export function Moment({ at, full = false }: { at: Date; full?: boolean }) {
  const iso = at.toISOString()
  const shown = full ? iso.slice(0, 19).replace('T', ' ') : iso.slice(11, 19)
  return (
    <time datetime={iso} {...(full ? { 'data-full': '' } : {})}>
      {shown} UTC
    </time>
  )
}
