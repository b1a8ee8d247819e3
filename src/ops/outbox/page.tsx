/** @jsxImportSource hono/jsx */
import { openAsset } from '../ui/asset.ts'
import { useAddress } from '../ui/base.tsx'
import type { PageOptions } from '../ui/layout.tsx'
import { type ListProps, OutboxList } from './list.tsx'
import { type MessageProps, OutboxMessage } from './message.tsx'

/** How the page of the outbox differs from the others. */
export const OUTBOX_OPTIONS: PageOptions = {
  shape: 'fill',
  live: true,
  assets: [openAsset('outbox.css'), openAsset('outbox.js')],
  keys: [['c', 'copy the code']],
}

export interface OutboxPageProps {
  readonly list: ListProps
  /** Null if there is none to show. */
  readonly message: MessageProps | null
  /** The mark of the outbox when the page was made. */
  readonly mark: string
}

/** The list, and the selected message beside it. */
export function OutboxPage({ list, message, mark }: OutboxPageProps) {
  const events = useAddress()('/outbox/events')
  return (
    <div id="outbox" data-mark={mark} data-events={events}>
      <h1 class="hidden">Outbox</h1>
      <p id="news" class="hidden" role="status"></p>
      <OutboxList {...list} />
      {message ? <OutboxMessage {...message} /> : <Nothing {...list} />}
    </div>
  )
}

function Nothing({ messages, state, following }: ListProps) {
  const first =
    messages.length === 0 && !state.q && !state.channel && !state.instance && !state.before
  return (
    <article id="message" data-swap="">
      {!following && (
        <>
          <h2>This message is gone</h2>
          <p class="soft">The outbox was cleared, or the message was erased.</p>
        </>
      )}
      {following && first && (
        <div class="first">
          <h2>Nothing captured yet</h2>
          <p>No message leaves this machine. The messages that Bellhop would send appear here.</p>
          <pre>
            npm run bellhop -- trigger email.created{'\n'}npm run bellhop -- trigger sms.created
          </pre>
        </div>
      )}
      {following && !first && <p class="soft">No message to show.</p>}
    </article>
  )
}
