/** @jsxImportSource hono/jsx */
import { html } from 'hono/html'
import { openAsset } from '../ui/asset.ts'
import { type ListProps, OutboxList } from './list.tsx'
import { type MessageProps, OutboxMessage } from './message.tsx'

export const OUTBOX_SCRIPT = openAsset('outbox.js')
export const OUTBOX_STYLE = openAsset('outbox.css')

export interface OutboxPageProps {
  readonly list: ListProps
  /** Null if there is none to show. */
  readonly message: MessageProps | null
  /** The mark of the outbox when the page was made. */
  readonly mark: string
}

/** The whole page: the list, and the selected message beside it. */
export function outboxPage({ list, message, mark }: OutboxPageProps) {
  return html`<!doctype html>${(
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Outbox · Bellhop</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href={OUTBOX_STYLE.path} />
        <script type="module" src={OUTBOX_SCRIPT.path}></script>
      </head>
      <body>
        <header class="bar">
          <a class="name" href="/">
            Bellhop
          </a>
          <nav aria-label="Pages">
            <a href="/" aria-current="page">
              Outbox
            </a>
            <a href="/templates">Templates</a>
            <a href="/overview">Overview</a>
            <a href="/messages">Messages</a>
            <a href="/suppressions">Suppressions</a>
            <a href="/doctor">Doctor</a>
          </nav>
          <span class="soft with-script keys-hint" aria-hidden="true">
            <kbd>j</kbd> <kbd>k</kbd> move · <kbd>c</kbd> copy · <kbd>/</kbd> search
          </span>
          <span id="live" class="with-script" data-state="connecting">
            Connecting
          </span>
        </header>
        <main id="outbox" data-mark={mark}>
          <h1 class="hidden">Outbox</h1>
          <p id="news" class="hidden" role="status"></p>
          <OutboxList {...list} />
          {message ? <OutboxMessage {...message} /> : <Nothing {...list} />}
        </main>
      </body>
    </html>
  )}`
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
