/** @jsxImportSource hono/jsx */
import {
  type CapturedPage,
  type ListedMessage,
  SEARCHED_AT_ONCE,
} from '../../store/views/captured-search.ts'
import type { Visitor } from '../access/visitor.ts'
import { Badge } from '../ui/badge.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { QueryForm, SearchInput } from '../ui/form.tsx'
import { labelOf, type ShownInstance } from '../ui/instance.tsx'
import { Link } from '../ui/link.tsx'
import { Time } from '../ui/time.tsx'
import { hrefOf, isFiltered, type OutboxState } from './query.ts'

export interface ListProps extends CapturedPage {
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
          <SearchInput value={state.q} label="Search address, slug, text or code" />
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
            about="Clear the outbox"
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

const CHANNELS = [
  [undefined, 'All'],
  ['email', 'Email'],
  ['sms', 'SMS'],
] as const

function Items({ messages, next, selected, following, state, instances }: ListProps) {
  return (
    <div id="items" data-swap="">
      <nav class="filters" aria-label="Which messages">
        {CHANNELS.map(([channel, label]) => (
          <Link
            id={`only-${channel ?? 'all'}`}
            to={hrefOf('/', state, { channel, before: undefined })}
            data-soft=""
            {...(channel === state.channel ? { 'aria-current': 'true' as const } : {})}
          >
            {label}
          </Link>
        ))}
        {(!following || state.before) && (
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
      {messages.length === 0 && isFiltered(state) && (
        <p class="soft">
          {next
            ? `None of ${SEARCHED_AT_ONCE.toLocaleString('en')} messages matches.`
            : 'No message matches.'}
        </p>
      )}
      {next && (
        <p>
          <Link id="older" to={hrefOf('/', state, { before: next })} data-soft="">
            {state.q ? 'Search older messages' : 'Older messages'}
          </Link>
        </p>
      )}
    </div>
  )
}

interface ItemProps {
  readonly message: ListedMessage
  readonly instance: string | null
  readonly state: OutboxState
  readonly selected: boolean
}

function Item({ message, instance, state, selected }: ItemProps) {
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
          <span class="kind">
            <span class="channel">{channel === 'sms' ? 'SMS' : 'Email'}</span>
            <span class="mono">{slug ?? '–'}</span>
            {instance && <span>{instance}</span>}
          </span>
          {code && <code>{code}</code>}
        </span>
        {fallback && (
          <span>
            <Badge tone="doubtful" icon="triangle">
              Clerk’s text: {FALLBACKS[fallback]}
            </Badge>
          </span>
        )}
      </Link>
    </li>
  )
}

/** Why our template was not used, in a few words. */
export const FALLBACKS: Readonly<Record<NonNullable<ListedMessage['fallback']>, string>> = {
  unknown_slug: 'no template',
  missing_variable: 'a variable is missing',
  template_error: 'the template failed',
}
